"""Passphrases of the demo accounts: made once for each installation, kept in a closed file, never in the repository."""

from fallkonferenz.demo import invented  # noqa: F401 - refuses to load elsewhere

# isort: split
import json
import secrets
from collections.abc import Sequence

from fallkonferenz.demo.environment import VAR
from fallkonferenz.demo.secrets import write_closed

FILE = VAR / "keys" / "demo-passphrases.json"
WORDS_EACH = 4
WORDS = """\
Ahorn Anker Apfel Balkon Besen Biene Birke Blatt Boje Brille Brot Brunnen Dachs Distel Dorf Dose Drachen Eimer
Ente Erle Esel Fackel Faden Falter Fenster Fichte Flocke Floss Funke Gabel Garten Geige Giebel Glocke Gurke
Hafen Hagel Hammer Hecke Himmel Hobel Honig Igel Insel Jacke Kachel Kamin Kanne Kastanie Keller Kerze Kiesel
Kirsche Klinke Kompass Korb Krebs Kreide Kurbel Laterne Laub Leiter Linde Luchs Magnet Mantel Marder Minze
Moos Mulde Nadel Nebel Nelke Nuss Ofen Orgel Otter Paddel Pfeffer Pflaume Pinsel Quelle Rabe Regal Reuse Ruder
Salbei Sattel Schaufel Segel Sense Socke Spaten Speiche Stiefel Tanne Teller Tinte Trichter Ufer Waage Walnuss
Wiese Winde Wolke Zange Zaun Ziegel Zimt Zwiebel
"""


def passphrases(logins: Sequence[str]) -> dict[str, str]:
    """The passphrase of each login; those that are missing are made now."""
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    missing = [login for login in logins if login not in known]
    if missing:
        known |= {login: _new() for login in missing}
        FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_closed(FILE, json.dumps(known, indent=1))
    return {login: known[login] for login in logins}


def _new() -> str:
    return "-".join(secrets.choice(WORDS.split()) for _word in range(WORDS_EACH))
