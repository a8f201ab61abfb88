"""What `bin/check` and `bin/test` run, step by step, and how they tell what was found and what was left out."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ElementTree  # of our own making, by pytest
from dataclasses import dataclass, field
from pathlib import Path

from _bootstrap import ROOT, say

NO_SERVER = 69
# Where a line of the suite stands for itself: `N passed, N failed` is the last thing printed.
WIDE = 118


@dataclass
class Report:
    """What was run so far."""

    passed: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def end(self, *, everything: bool) -> int:
        """Say what was found; return the status. With `everything`, what was left out is a failure."""
        say("")
        for what in self.left_out:
            say(f"LEFT OUT  {what}")
        for what in self.wrong:
            say(f"WRONG     {what}")
        bad = bool(self.wrong or self.failed or (everything and self.left_out))
        if everything and self.left_out:
            say("Nothing may be left out here (--all-required).")
        # A step of style that failed is counted: "0 failed" must mean that all is well.
        more = len([what for what in self.wrong if not what.startswith("tests")])
        say(f"{self.passed} passed, {self.failed + more} failed")
        return 1 if bad else 0


def step(report: Report, name: str, command: list, **more) -> bool:
    """Run one named step and print one line for it, and what it said only when something is wrong."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    well = done.returncode == 0
    say(f"{'ok   ' if well else 'WRONG'} {name:<40} {time.monotonic() - began:5.1f} s")
    if not well:
        say(done.stdout.rstrip())
        report.wrong.append(name)
    return well


def style(report: Report, python: Path) -> None:
    """Everything that reads the code without running it, and what Django says about itself."""
    tools = python.parent
    scripts = [path for path in sorted((ROOT / "bin").iterdir()) if path.is_file() and not path.suffix]
    test = {**os.environ, "HEARTH_ENV": "test"}
    step(report, "style", [tools / "ruff", "check", "--quiet", ".", *scripts])
    step(report, "format", [tools / "ruff", "format", "--quiet", "--check", ".", *scripts])
    if "importlinter" in tomllib.loads((ROOT / "pyproject.toml").read_text()).get("tool", {}):
        step(report, "floors and doors", [tools / "lint-imports", "--no-cache"])
    step(report, "system check", [python, "manage.py", "check"], env=test)
    step(report, "migrations are complete", [python, "manage.py", "makemigrations", "--check", "--dry-run"], env=test)


def words(report: Report, python: Path) -> None:
    step(report, "catalogues of words", [python, "manage.py", "words"], env={**os.environ, "HEARTH_ENV": "test"})


def suite(report: Report, python: Path, engine: str, arguments: list[str], without: list[str]) -> None:
    """Run pytest on one engine, its own words passed through; note what passed, failed and was skipped."""
    say(f"\n── tests on {engine} " + "─" * (WIDE - 13 - len(engine)))
    told = Path(tempfile.mkdtemp(prefix="hearth-told-")) / "suite.xml"
    marks = " and ".join(f"not {mark}" for mark in without)
    command = ["-m", "pytest", "-rfE", f"--junitxml={told}", *(["-m", marks] if marks else []), *arguments]
    if not arguments:
        # Files stay whole: what a file sets up for itself is set up once.
        command += ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
    before = ["-m", "tests.postgres"] if engine == "PostgreSQL" else []
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    status = subprocess.run([python, *before, *command], cwd=ROOT, env=env).returncode
    if status == NO_SERVER and before:
        report.left_out.append("the suite on PostgreSQL: no server here (HEARTH_TEST_PG_URL names one)")
    elif status == 5:
        say(f"no test of these needs {engine}")
    elif status != 0:
        report.wrong.append(f"tests on {engine}")
    if told.exists():
        _count(report, told, engine)
    shutil.rmtree(told.parent, ignore_errors=True)


def _count(report: Report, told: Path, engine: str) -> None:
    reasons: dict[str, int] = {}
    for case in ElementTree.parse(told).iter("testcase"):  # noqa: S314 – of our own making
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            report.failed += 1
        elif "skipped" in kinds:
            skipped = case.find("skipped")
            if skipped.get("type") != "pytest.xfail":
                reason = skipped.get("message", "no reason given")
                reasons[reason] = reasons.get(reason, 0) + 1
        else:
            report.passed += 1
    for reason, count in sorted(reasons.items()):
        report.left_out.append(f"{count} test{'s' if count > 1 else ''} on {engine}: {reason}")


def chromium() -> str | None:
    """Find a Chromium; on a Debian that is ours to change, fetch one."""
    found = _chromium_here()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Fetching Chromium, once …")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        ):
            if subprocess.run(command, env=env, **quiet).returncode != 0:
                say("apt-get could not fetch it.")
                break
        found = _chromium_here()
    return found


def _chromium_here() -> str | None:
    for name in (os.environ.get("HEARTH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = name and shutil.which(name)
        if found:
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return str(mac) if mac.exists() else None


def maps(python: Path) -> int:
    """Write the generated pages; the tests that compare them do it."""
    tests = ["tests/house/test_maps.py", "tests/pages/test_doors.py::test_the_door_map_is_true"]
    env = {**os.environ, "HEARTH_WRITE_MAPS": "1"}
    return subprocess.run([python, "-m", "pytest", *tests], cwd=ROOT, env=env).returncode


def gather(python: Path) -> int:
    env = {**os.environ, "HEARTH_ENV": "test"}
    return subprocess.run([python, "manage.py", "words", "--gather"], cwd=ROOT, env=env).returncode


def lock() -> int:
    """Write the locked requirements anew from the `.in` files."""
    uv = shutil.which("uv")
    if uv is None:
        say("Locking needs uv on the PATH.")
        return 1
    for name in ("run", "test"):
        command = [uv, "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "bin/check --lock"]
        command += [f"requirements/{name}.in", "-o", f"requirements/{name}.txt", *sys.argv[2:]]
        status = subprocess.run(command, cwd=ROOT).returncode
        if status:
            return status
    return 0
