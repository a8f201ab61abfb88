from django import forms
from django.utils.translation import gettext_lazy as _

from hearth.base.ids import from_key, key
from hearth.base.markup import tidy
from hearth.safety.models import Concern

LONGEST = 3000


class WordsField(forms.CharField):
    """Free words, tidied; never lost because they are too many by a little."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(max_length=LONGEST, strip=True, **options)

    def clean(self, value):
        return tidy(super().clean(value))


class ConcernForm(forms.Form):
    """Worried about someone: how soon, and anything that helps to help."""

    level = forms.ChoiceField(
        label=_("How soon should someone look?"),
        choices=[
            (Concern.Level.TODAY, _("Today: it sounds heavy")),
            (Concern.Level.SOON, _("Now: I’m afraid for them")),
        ],
        error_messages={"required": _("Choose one. A guess is fine.")},
    )
    words = WordsField(
        label=_("Anything that would help us help them"),
        required=False,
        help_text=_("Only those who look after this place read it. The one you worry about doesn’t see who wrote."),
    )


class SelfForm(forms.Form):
    """Asking for someone for oneself: whom, and as many or as few words as one has."""

    group = forms.ChoiceField(label=_("Who should come?"), required=False)
    words = WordsField(label=_("Anything you want them to know"), required=False)

    def __init__(self, *args, groups, house: bool, **options):
        """`groups` are the person's own; `house` says whether anybody answers for the whole house."""
        super().__init__(*args, **options)
        self.groups = {key(group.pk): group for group in groups}
        choices = [
            (code, _("Those who look after %(group)s") % {"group": group.name}) for code, group in self.groups.items()
        ]
        if house:
            choices.append(("", _("The people who answer for this house")))
        self.fields["group"].choices = choices
        self.fields["group"].required = not house
        self.fields["group"].error_messages["required"] = _("Choose who should come.")
        self.fields["group"].initial = choices[0][0] if choices else ""

    def clean_group(self):
        chosen = self.cleaned_data["group"]
        return self.groups[chosen] if chosen else None


class ReportForm(forms.Form):
    """Which point of the agreement, and words if one likes."""

    point = forms.ChoiceField(
        label=_("What was agreed, and is broken here?"),
        error_messages={"required": _("Choose what comes closest.")},
    )
    words = WordsField(
        label=_("Anything you want to add"),
        required=False,
        help_text=_("The one who wrote the post sees neither this nor who you are."),
    )

    def __init__(self, *args, points: list[dict], **options):
        super().__init__(*args, **options)
        self.points = {str(number): each["point"] for number, each in enumerate(points, start=1)}
        self.fields["point"].choices = [*self.points.items(), ("other", _("Something else"))]

    def clean_point(self):
        """Return the point as it reads; nothing when it is something else."""
        return self.points.get(self.cleaned_data["point"], "")[:400]


class AnswerForm(forms.Form):
    """How something on the desk ended, and the words to the one who raised it."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), error_messages={"required": _("Choose what comes closest.")}
    )
    note = WordsField(label=_("Words to the one who raised it"), required=False)

    def __init__(self, *args, item, **options):
        super().__init__(*args, **options)
        self.fields["outcome"].choices = type(item).Outcome.choices
        someone_waits = item.raised_by_id is not None or getattr(item, "person_id", None) is not None
        self.fields["note"].required = someone_waits
        self.fields["note"].error_messages["required"] = _("They are waiting to hear. A sentence is enough.")
        if not someone_waits:
            self.fields["note"].label = _("A note for the desk")


class LevelForm(forms.Form):
    """How soon someone is needed."""

    level = forms.ChoiceField(label=_("How soon"), choices=Concern.Level.choices)


def chosen_key(data, name: str) -> int | None:
    """Read an id from a query string or a hidden field; None when there is none. Raises ValueError for nonsense."""
    written = data.get(name, "")
    return from_key(written) if written else None
