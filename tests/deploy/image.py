"""The image of the application without a Docker engine: what .dockerignore lets through, copied and built as the Dockerfile says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests.deploy.compose import ROOT

PACKAGES = ("pip", "venv")  # what is installed is .venv already
BUILT = ("python manage.py", "pybabel", "compileall")


def instructions() -> list[tuple[str, str]]:
    """(keyword, rest) of every instruction, continuation lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text())
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def stage(name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    is_inside = False
    for keyword, rest in instructions():
        is_inside = rest.endswith(f" AS {name}") if keyword == "FROM" else is_inside
        if is_inside:
            found.append((keyword, rest))
    return found


def ignored(path: str) -> bool:
    """As Docker reads .dockerignore: the last line that matches the file or a folder around it decides."""
    parts = Path(path).parts
    around = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    decided = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if pattern and not line.startswith("#") and any(_matches(each, pattern) for each in around):
            decided = not line.startswith("!")
    return decided


def _matches(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(Path(path).name, pattern.removeprefix("**/"))
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)


def sent() -> list[str]:
    """The files that reach the build."""
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    found = [path for name in let_through for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file()]
    return sorted(name for name in (path.relative_to(ROOT).as_posix() for path in found) if not ignored(name))


def build(target: Path) -> Path:
    """What would be /app in the image."""
    names = sent()
    for keyword, rest in stage("build"):
        if keyword == "COPY":
            source, destination = rest.split()
            _copy(
                [name for name in names if name == source or name.startswith(f"{source}/")],
                source,
                target / destination,
            )
        if keyword == "RUN" and any(program in rest for program in BUILT):
            run(rest, target)
    return target


def _copy(names: list[str], source: str, destination: Path) -> None:
    assert names, f"nothing is sent of {source}"
    for name in names:
        to = destination / Path(name).relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, to)


def run(line: str, target: Path) -> None:
    command = line.replace("/venv/bin/", f"{Path(sys.executable).parent}/")
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=target,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def environment() -> dict[str, str]:
    """What ENV says in the application's stage."""
    words = [word for keyword, rest in stage("application") if keyword == "ENV" for word in rest.split()]
    return dict(word.split("=", 1) for word in words)


def removed() -> list[str]:
    """Packages that are taken out again after the build."""
    (line,) = [rest for keyword, rest in stage("build") if keyword == "RUN" and "pip uninstall" in rest]
    return [word for word in line.split("uninstall")[1].split() if not word.startswith("-")]


def files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
