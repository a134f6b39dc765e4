"""The proxy speaks TLS, passes on who asks and nothing they claim, keeps no record, and compresses nothing."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.compose import ROOT, example_variables
from tests.programs import CADDY

PATH = ROOT / "deploy" / "Caddyfile"
TEXT = re.sub(r"(?m)#.*$", "", PATH.read_text())


def blocks(text: str, depth: int = 0) -> dict[str, str]:
    """The outermost blocks: what stands before the brace, and what stands in it."""
    found, start, name_from = {}, 0, 0
    for position, sign in enumerate(text):
        opens = sign == "{" and text[position + 1 : position + 2] in ("\n", "")
        closes = sign == "}" and text[text.rfind("\n", 0, position) + 1 : position].strip() == ""
        if opens and depth == 0:
            name, start = text[name_from:position].strip(), position + 1
        if closes and depth == 1:
            found[name], name_from = text[start:position], position + 1
        depth += opens - closes
    assert depth == 0
    return found


def site() -> str:
    return blocks(TEXT)["{$FALLKONFERENZ_HOST}"]


def test_it_has_the_site_its_own_health_and_nothing_else():
    assert [*blocks(TEXT)] == ["", "{$FALLKONFERENZ_HOST}", "http://:2020"]
    assert "bind 127.0.0.1" in blocks(TEXT)["http://:2020"]


def test_it_cannot_be_told_otherwise_from_outside():
    assert "admin off" in blocks(TEXT)[""]


def test_it_ends_tls_and_says_so():
    assert "tls {$FALLKONFERENZ_TLS:internal}" in site()
    assert re.search(r"Strict-Transport-Security \"max-age=(\d+)", site())


def test_what_the_browser_claims_of_itself_does_not_count():
    proxy = blocks(site())["reverse_proxy web:8000"]
    assert "header_up X-Forwarded-For {remote_host}" in proxy
    assert "header_up X-Forwarded-Proto {scheme}" in proxy
    assert "trusted_proxies" not in TEXT


def test_it_keeps_no_record_and_compresses_nothing():
    assert not re.search(r"(?m)^\s*(log|encode)\b", site())
    assert len(re.findall(r"(?m)^[ \t]*log\b", TEXT)) == 1


def test_a_browser_that_leaves_early_is_not_written_down():
    """The proxy warns of it with the whole request: who, what, from which page."""
    assert "exclude http.handlers http.log http.stdlib" in blocks(TEXT)[""]


def test_a_web_process_that_is_away_is_told_of_in_german_and_not_kept():
    errors = blocks(site())["handle_errors"]
    assert "Cache-Control no-store" in errors
    assert "Bitte versuchen Sie es" in errors


@pytest.mark.proxy
def test_caddy_itself_understands_it(tmp_path: Path):
    done = subprocess.run(
        [CADDY, "validate", "--config", str(PATH), "--adapter", "caddyfile"],
        env={**example_variables(), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
