"""The generated pages of `docs/`: who may do what, what follows from what, what is kept about whom.

`bin/check --maps` writes them; a test refuses them when they are no longer true.
"""

from hearth.base import events, permissions
from hearth.base.privacy import every_promise

MARK = {True: "yes", False: "–"}


def permission_map(cast) -> str:
    """Run every rule against everyone of the cast, on things of the circle that Ruth looks after."""
    people = {**cast.people(), "HEARTH": permissions.HEARTH}
    lines = [
        "# Who may do what",
        "",
        "Written by `bin/check --maps` from the rules themselves, run against the cast: Maya and Noor are members of",
        "the circle and Ruth looks after it; Omar belongs elsewhere; Sam answers when someone may be in danger; Tess",
        "keeps the house. HEARTH is the house acting by itself. The thing is always one of the circle: the group, a",
        "thread or post of Maya’s, Maya’s own account, a question of Omar’s, a worry of Noor’s.",
        "",
    ]
    room = ""
    for permission, _rule in sorted(permissions.every_permission().items(), key=lambda pair: pair[0].name_in_full):
        app, name = permission.name_in_full.split(".")
        if app != room:
            room = app
            lines += [
                "",
                f"## {app}",
                "",
                f"| | {' | '.join(name.title() if name != 'HEARTH' else name for name in people)} |",
            ]
            lines += ["|---" * (len(people) + 1) + "|"]
        thing = cast.thing_for(permission)
        row = [MARK[permissions.may(person, permission, thing)] for person in people.values()]
        lines.append(f"| **{name}** {permission.value} | {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def event_map() -> str:
    """List every fact with what hears it."""
    lines = [
        "# What follows from what",
        "",
        "Written by `bin/check --maps`. *Alongside* happens in the same transaction as the fact, or the fact does not",
        "happen; *after* comes from the queue, at least once. Facts in **bold** are kept in the journal.",
        "",
        "| Fact | Alongside | After |",
        "|---|---|---|",
    ]
    for fact, listeners in events.every_fact():
        if not fact.__module__.startswith("hearth."):
            continue
        beside = [f"`{one.name}`" for one in listeners if one.alongside]
        after = [f"`{one.name}`{' (urgent)' if one.urgent else ''}" for one in listeners if not one.alongside]
        title = f"**{fact.name}**" if fact.journaled else fact.name
        lines.append(f"| {title} – {(fact.__doc__ or '').splitlines()[0]} | {', '.join(beside)} | {', '.join(after)} |")
    return "\n".join(lines) + "\n"


def privacy_map() -> str:
    """List every row the house keeps, field by field."""
    lines = [
        "# What is kept, and what becomes of it",
        "",
        "Written by `bin/check --maps` from the promises beside the schema.",
        "",
        "| Row | Classes of data | In my export | Erased with me | Kept for | Why it outlives me |",
        "|---|---|---|---|---|---|",
    ]
    for promise in sorted(every_promise(), key=lambda promise: promise.model._meta.label):
        classes = ", ".join(sorted({kind.value for kind in promise.fields.values()}))
        days = f"{promise.retention.days} days" if promise.retention else ""
        lines.append(
            f"| {promise.model._meta.label} | {classes} | {MARK[bool(promise.export)]} | {MARK[bool(promise.erase)]} "
            f"| {days} | {promise.why_kept} |"
        )
    return "\n".join(lines) + "\n"
