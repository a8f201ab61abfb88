"""The tree as the house tests read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEARTH = ROOT / "hearth"
APPS = sorted(path.name for path in HEARTH.iterdir() if (path / "apps.py").exists())
# Rooms that keep rows of the field; base, ui and screening hold none.
DOMAIN_APPS = [name for name in APPS if name not in {"base", "ui", "screening", "home", "workshop"}]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def sources(*, below: Path = HEARTH) -> list[Path]:
    """Every Python file of ours below a folder, without migrations."""
    return sorted(path for path in below.rglob("*.py") if "migrations" not in path.parts)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
