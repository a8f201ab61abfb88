import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.queries import AgreementQuerySet


class AgreementVersion(Row):
    """What the group has agreed, as it stood from one day on. `points` is a list of {"point", "why"}."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    points = models.JSONField()
    change = models.CharField(max_length=400, blank=True, default="")
    published_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="agreement_number_once")]
        ordering = ["group", "-number"]

    def since(self, earlier: "AgreementVersion") -> list["Change"]:
        """Say what became of each point since an earlier version."""
        return differences(earlier.points, self.points)


class AgreementAcceptance(models.Model):
    """That a persona accepted one version. Nobody posts without having accepted the current one."""

    membership = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "version"], name="accepted_once")]


# ── what changed, in words ────────────────────────────────────────────────────────────────────────────────────

ADDED, CHANGED, REMOVED, KEPT = "added", "changed", "removed", "kept"
# Two sentences as alike as this are one point that was reworded, not one that went and another that came.
ALIKE = 0.6


@dataclass(frozen=True)
class Change:
    """What became of one point. `before` is empty for a new one, `after` for one that is gone."""

    kind: str
    before: dict | None
    after: dict | None


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def differences(before: list[dict], after: list[dict]) -> list[Change]:
    """Compare two lists of points: those of `after` in their order, then those that are gone.

    Every point of either list appears exactly once. A point is the same when its words are, whatever the
    punctuation; otherwise the two most alike are taken for a rewording.
    """
    old, new = dict(enumerate(before)), dict(enumerate(after))
    pairs: dict[int, int] = {}
    for place, point in new.items():
        same = (was for was, earlier in old.items() if _plain(earlier["point"]) == _plain(point["point"]))
        match = next((was for was in same if was not in pairs.values()), None)
        if match is not None:
            pairs[place] = match
    likeness = [
        (_alike(old[was], new[place]), place, was)
        for place in new.keys() - pairs.keys()
        for was in old.keys() - set(pairs.values())
    ]
    for degree, place, was in sorted(likeness, key=lambda alike: (-alike[0], alike[1], alike[2])):
        if degree >= ALIKE and place not in pairs and was not in pairs.values():
            pairs[place] = was
    changes = []
    for place, point in new.items():
        earlier = old[pairs[place]] if place in pairs else None
        kind = ADDED if earlier is None else KEPT if _same(earlier, point) else CHANGED
        changes.append(Change(kind, earlier, point))
    gone = [Change(REMOVED, point, None) for was, point in old.items() if was not in pairs.values()]
    return changes + gone


def _same(one: dict, other: dict) -> bool:
    return one["point"].strip() == other["point"].strip() and one.get("why", "").strip() == other.get("why", "").strip()


def _alike(one: dict, other: dict) -> float:
    why = _plain(one.get("why", ""))
    if why and why == _plain(other.get("why", "")):
        return 1.0
    # Word by word: letter by letter, twenty long points against twenty others would take seconds, at every reading.
    return SequenceMatcher(None, _plain(one["point"]).split(), _plain(other["point"]).split(), autojunk=False).ratio()
