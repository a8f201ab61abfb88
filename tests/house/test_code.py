"""Rules about the code that no linter knows."""

import ast
import importlib
import inspect
import re

import pytest

from tests.house.reading import APPS, DOMAIN_APPS, HEARTH, ROOT, parsed, short, sources

# Verbs that change rows. What may use them is an action, a promise about data, or the ground itself.
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "aget_or_create",
}
# Exceptions, each with the reason why a write may stand there.
WRITERS = {
    "hearth/base/worker.py": "the queue’s own rows",
    "hearth/base/leases.py": "leases are the ground’s own rows",
    "hearth/base/journal.py": "the journal is written by nobody else",
    "hearth/people/adapters/sessions.py": "the session store Django asks for",
    "hearth/people/adapters/accounts.py": "accounts are saved through the library’s adapter",
    "hearth/ui/management/commands/words.py": "catalogues of words, not rows",
}
# The search index is a table Django does not know: writing it takes SQL, and writing is an action.
SQL_WRITERS = {"hearth/conversations/actions/search.py"}
# Calls that share a name with a write but change no row: sets, dictionaries, caches, hashes, sessions, cookies.
HARMLESS = re.compile(r"(environ|globals|context|headers|kwargs|options|seen|known|_cache|hash|digest|attrs|session)$")


def actions_of(app: str) -> list:
    folder = HEARTH / app / "actions"
    modules = [
        importlib.import_module(f"hearth.{app}.actions.{path.stem}")
        for path in sorted(folder.glob("*.py"))
        if path.stem != "__init__"
    ]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if getattr(function, "is_deed", False) and function.__module__ == module.__name__
    ]


ACTIONS = [action for app in APPS for action in actions_of(app)]


def test_there_are_actions_to_look_at():
    assert len(ACTIONS) > 20


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.__module__}.{action.__name__}")
def test_every_action_says_by_whom_and_asks_the_rule_before_it_writes(action):
    assert "by" in inspect.signature(action).parameters
    tree = ast.parse(inspect.getsource(inspect.unwrap(action)).lstrip())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {node.lineno: _name_of(node) for node in sorted(calls, key=lambda node: -node.lineno)}
    asked = min((line for line, name in names.items() if name == "require"), default=None)
    wrote = min((line for line, name in names.items() if name in WRITES), default=None)
    assert asked is not None, "an action asks `require` first"
    assert wrote is None or asked <= wrote, "an action asks before it writes"


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_rows_are_changed_by_actions_and_nothing_else():
    found = []
    for path in sources():
        name = short(path)
        if "/actions/" in name or path.name == "privacy.py" or name in WRITERS or name.startswith("hearth/workshop/"):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                owner = ast.unparse(node.func.value)
                if not HARMLESS.search(owner) and not _is_exempt(path, node):
                    found.append(f"{name}:{node.lineno} {owner}.{node.func.attr}()")
    assert found == []


def _is_exempt(path, node) -> bool:
    """A line may say `# house: <reason>`; reviewers read the reason."""
    return "# house:" in path.read_text().splitlines()[node.lineno - 1]


def test_the_ground_knows_no_noun_of_the_field():
    nouns = re.compile(r"\b(group|thread|post|member|meeting|membership|facilitator|circle)s?\b", re.IGNORECASE)
    # HTTP's own verb, the library's word for a letter that failed, and the name of a class of data are no nouns
    # of the field.
    allowed = re.compile(
        r'threading\.\w+|"POST"|request\.POST|\.POST\b|RFC 80\d\d|member’s words|a member|members|Members|MEMBERSHIP = "membership"'
    )
    found = []
    for path in sources(below=HEARTH / "base"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if nouns.search(allowed.sub("", line)):
                found.append(f"{short(path)}:{number} {line.strip()}")
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_is_for(app):
    lines = (importlib.import_module(f"hearth.{app}").__doc__ or "").strip().splitlines()
    assert 1 <= len(lines) <= 6, "one to six lines: what the room is for and what it never does"


def test_nothing_listens_to_saves():
    for path in sources():
        assert not re.search(r"\b(post_save|pre_save|post_delete|m2m_changed)\b", path.read_text()), short(path)


def test_nobody_asks_for_the_time_but_the_clock():
    found = []
    for path in sources():
        if short(path) in {"hearth/base/clock.py"}:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "timezone.now",
                "datetime.now",
                "datetime.utcnow",
                "date.today",
                "time.time",
            }:
                if "# house:" not in path.read_text().splitlines()[node.lineno - 1]:
                    found.append(f"{short(path)}:{node.lineno}")
    assert found == []


def test_text_is_never_declared_safe_except_where_it_was_made_safe():
    """Markup() and mark_safe on anything but a literal is how words turn into code."""
    allowed = {"hearth/base/markup.py", "hearth/ui/environment.py"}
    found = []
    for path in sources():
        if short(path) in allowed:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and _name_of(node) in {"mark_safe", "Markup", "SafeString"}:
                literal = node.args and isinstance(node.args[0], ast.Constant)
                if not literal and not _is_exempt(path, node):
                    found.append(f"{short(path)}:{node.lineno}")
    assert found == []


def test_handwritten_sql_stands_only_in_queries_and_migrations():
    found = []
    for path in sources():
        name = short(path)
        if path.name == "queries.py" or "/queries/" in name or name.startswith("hearth/base/") or name in SQL_WRITERS:
            continue
        if re.search(r"\.cursor\(\)|\.raw\(|RawSQL|\.extra\(", path.read_text()):
            found.append(name)
    assert found == []


def test_tests_mirror_the_tree():
    """A test file stands where the file it tests stands."""
    lost = []
    free = {"journeys", "house", "pages", "fakes", "factories", "bench"}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        parts = path.relative_to(ROOT / "tests").parts
        if parts[0] in free or parts[0] not in APPS:
            continue
        target = HEARTH.joinpath(*parts[:-1], parts[-1].removeprefix("test_"))
        folder = target.with_suffix("")
        if not target.exists() and not folder.is_dir():
            lost.append(short(path))
    assert lost == []


@pytest.mark.parametrize("app", DOMAIN_APPS)
def test_an_app_has_one_first_migration_until_a_house_is_open(app):
    migrations = sorted(path.name for path in (HEARTH / app / "migrations").glob("0*.py"))
    assert migrations == ["0001_initial.py"]
