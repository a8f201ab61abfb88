"""Rules about doing. Rules about seeing are querysets named `visible_to`, never predicates."""

from enum import Enum

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate, predicate

from hearth.base.http import Refusal

__all__ = ["HEARTH", "Denied", "Permission", "Predicate", "every_permission", "may", "predicate", "require", "rules"]


class Permission(Enum):
    """Base of every app's `Can`. The value says in one sentence what is permitted."""

    def __repr__(self) -> str:
        return self.name_in_full

    @property
    def name_in_full(self) -> str:
        return f"{self.__class__.__module__.split('.')[-2]}.{self.name}"


class Machine:
    """The house acting by itself: the clock, the worker. It has its own column in the permission map."""

    id = None
    pk = None
    is_authenticated = True
    is_active = True
    is_machine = True
    house_role = ""

    def __str__(self) -> str:
        return "HEARTH"


HEARTH = Machine()


class Denied(Refusal):
    """May be seen but not done, with the reason in plain words."""

    status = 403
    sentence = _(
        "This isn’t something you can do here. If you think it should be, ask someone who looks after this place."
    )


_rules: dict[Permission, Predicate] = {}
_names: dict[str, Permission] = {}


def rules(table: dict[Permission, Predicate]) -> None:
    """Register an app's map from permission to predicate. Called once, at the foot of `permissions.py`."""
    for permission, rule in table.items():
        if permission in _rules and _rules[permission] is not rule:
            raise ValueError(f"{permission.name_in_full} has two rules.")
        _rules[permission] = rule
        _names[permission.name_in_full] = permission


def every_permission() -> dict[Permission, Predicate]:
    return dict(_rules)


def named(name: str) -> Permission:
    """Find a permission by `app.NAME`. Raises KeyError, so that a misspelt name never means a silent no."""
    return _names[name]


def may(person, permission: Permission | str, thing=None) -> bool:
    """Answer whether the person may do this. Django's superuser shortcut has no say here."""
    if isinstance(permission, str):
        permission = named(permission)
    if person is None or not getattr(person, "is_active", False):
        return False
    return bool(_rules[permission].test(person, thing))


def require(person, permission: Permission, thing=None) -> None:
    """Raise Denied unless the person may do this."""
    if not may(person, permission, thing):
        raise Denied(permission=permission)
