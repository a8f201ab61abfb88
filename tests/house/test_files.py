"""Rules about the repository itself."""

import json
import re
import subprocess

from tests.house.reading import ROOT

OURS = {".py", ".html", ".js", ".css", ".md", ".json", ".toml", ".txt", ".in", ".yml", ".po", ""}


def tracked() -> list:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).exists()]


def texts():
    for path in tracked():
        if path.suffix in OURS and path.name != "test_files.py":
            yield path, path.read_text(errors="replace")


def test_no_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+|tmp/(?!hearth))/")
    assert [str(path) for path, text in texts() if place.search(text)] == []


def test_locks_name_no_registry_and_every_package_has_a_hash():
    for name in ("run", "test"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "http" not in re.sub(r"httptools|httpcore|httpx", "", text)
        assert "--index" not in text
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
        hashed = re.findall(r"^[a-z0-9][\w.-]*==[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)
        assert len(packages) == len(hashed) > 20


def test_every_dependency_says_why_it_is_here():
    for name in ("run", "test"):
        for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "#" in line, line


def test_json_files_can_be_read():
    for path, text in texts():
        if path.suffix == ".json":
            json.loads(text)


def test_the_documents_name_files_that_exist():
    lost = []
    for path in (ROOT / "docs").rglob("*.md"):
        for name in re.findall(r"`((?:hearth|config|tests|bin|docs|deploy)/[\w./-]+\.\w+)`", path.read_text()):
            if not (ROOT / name).exists():
                lost.append(f"{path.name}: {name}")
    assert lost == []


def test_the_tours_name_functions_that_exist():
    lost = []
    for path in (ROOT / "docs" / "tour").glob("*.md"):
        for name, function in re.findall(r"`([\w/]+\.py)` · `(\w+)`", path.read_text()):
            if not re.search(
                rf"^(?:async )?(?:def|class) {function}\b|^{function} =", (ROOT / name).read_text(), re.MULTILINE
            ):
                lost.append(f"{path.name}: {name} · {function}")
    assert lost == []
