"""What hosts are given to start from says what is true of the code."""

import configparser
import importlib.util
import re

import pytest

from tests.house.reading import ROOT

READERS = re.compile(r'\b(?:text|flag|number|words|one_of)\(\s*"([A-Z_]+)"')


def named() -> set[str]:
    """The variables `.env.example` names, set or commented out."""
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def read() -> set[str]:
    """The variables the code reads."""
    sources = [*(ROOT / "config").rglob("*.py"), *(ROOT / "hearth").rglob("*.py")]
    return {name for path in sources for name in READERS.findall(path.read_text())}


def test_the_example_names_every_variable_the_house_reads_and_no_other():
    assert named() == read()


def test_a_house_with_the_example_opens(tmp_path):
    """It is refused nothing but what only its host can know."""
    from tests.config.test_guard import start

    pairs = re.findall(r"^([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    status, _told, wrong = start(tmp_path, **dict(pairs))
    assert status == 0, wrong


@pytest.mark.parametrize("name", ["hearth.service", "hearth-worker.service"])
def test_the_unit_starts_something_that_exists_in_a_room_with_closed_doors(name):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(ROOT / "deploy" / name)
    service = unit["Service"]
    module = re.search(r"-m (\S+)", service["ExecStart"])[1]
    assert importlib.util.find_spec(module)
    assert (service["DynamicUser"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("yes", "strict", "yes")
    assert (service["LimitCORE"], service["StateDirectoryMode"], service["UMask"]) == ("0", "0700", "0077")
    assert float(service["TimeoutStopSec"]) >= 10


def test_the_image_copies_what_is_there_and_does_not_run_as_root():
    lines = (ROOT / "deploy" / "Dockerfile").read_text().splitlines()
    for line in lines:
        if line.startswith("COPY"):
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name
    assert "USER hearth" in lines
    assert any("--require-hashes" in line for line in lines)
