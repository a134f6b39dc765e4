"""The list of all parts of the product (SBOM, CycloneDX 1.6), out of the locks alone.

The same locks give the same bytes. Which index serves a part is each machine's own affair and stands nowhere in it.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOOL = (
    "-m",
    "cyclonedx_py",
    "requirements",
    "--output-reproducible",
    "--spec-version",
    "1.6",
    "--output-format",
    "JSON",
)
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
VIA = re.compile(r"^\s+#\s+(?:via\s+)?(?P<name>[A-Za-z0-9._-]+)")
ROOT_REF = "root-component"

Fields = dict[str, Any]


def parts(lock: Path, project: Path) -> str:
    listed = _listed(lock, project)
    components = sorted(map(_named_by_its_purl, listed["components"]), key=lambda part: part["bom-ref"])
    listed["components"] = components
    listed["dependencies"] = _dependencies(lock, components, listed["metadata"]["component"]["name"])
    for tool in listed["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    return json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _listed(lock: Path, project: Path) -> Fields:
    command = [sys.executable, "-W", "ignore", *TOOL, "--pyproject", str(project), "--output-file", "-", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    fields: Fields = json.loads(done.stdout)
    return fields


def _named_by_its_purl(part: Fields) -> Fields:
    """Instead of a line number; its hashes stay, the address they were not fetched from goes."""
    references = [reference | {"url": part["purl"]} for reference in part["externalReferences"]]
    for reference in references:
        reference.pop("comment", None)
    kept = {name: value for name, value in part.items() if name != "description"}
    return kept | {"bom-ref": part["purl"], "externalReferences": references}


def _dependencies(lock: Path, components: list[Fields], root: str) -> list[Fields]:
    """Who needs whom, as the lock says in its comments."""
    refs = {part["name"].lower(): part["bom-ref"] for part in components} | {root: ROOT_REF}
    needs: dict[str, set[str]] = {ref: set() for ref in refs.values()}
    for name, needed_by in _edges(lock):
        needs[refs[needed_by]].add(refs[name])
    return [{"ref": ref, "dependsOn": sorted(needed)} for ref, needed in sorted(needs.items())]


def _edges(lock: Path) -> Iterator[tuple[str, str]]:
    name = ""
    for line in lock.read_text().splitlines():
        if pinned := PINNED.match(line):
            name = pinned["name"].lower()
        elif (via := VIA.match(line)) and via["name"] != "via":
            yield name, via["name"].lower()
