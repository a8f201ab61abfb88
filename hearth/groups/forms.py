import hashlib
import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearth.base.ids import LARGEST, new_id
from hearth.base.markup import tidy
from hearth.groups.models import (
    ANSWER_KEYS,
    Group,
    Membership,
    every_tag,
    mixes_alphabets,
    skeleton,
    suggested_patch,
)
from hearth.groups.models.membership import LONGEST_NOTE
from hearth.people.forms import LONGEST_NAME, clean_name, zone_choices

BY_NAME = 0
PATTERNS = [
    (BY_NAME, _("The one my name suggests")),
    (1, _("Triangles")),
    (2, _("Diamond")),
    (3, _("Nine patch")),
    (4, _("Geese")),
    (5, _("Winding path")),
    (6, _("Hourglass")),
    (7, _("Rails")),
    (8, _("Star")),
]
DYES = [
    (BY_NAME, _("The one my name suggests")),
    (1, _("Blue")),
    (2, _("Teal")),
    (3, _("Green")),
    (4, _("Gold")),
    (5, _("Brown")),
    (6, _("Red")),
    (7, _("Rose")),
    (8, _("Purple")),
]
# Words that say who somebody is in this house; only the house gives them out.
ROLE_WORDS = ("former member", "facilitator", "moderator", "steward", "greeter", "admin", "responder", "hearth")
LONGEST_POINT = 300
MOST_POINTS = 20
MOST_QUESTIONS = 5

ANSWER_LABELS = {
    "size": _("How many people are there usually?"),
    "shape": _("What happens, from beginning to end?"),
    "silence": _("May I stay silent?"),
    "camera": _("Do I have to be seen or heard?"),
    "people": _("Who comes?"),
    "lead": _("Who leads it, and what are they?"),
    "before": _("What do I need to do before the first time?"),
    "after": _("What happens afterwards, and what if it isn’t for me?"),
}


class Tidied(forms.CharField):
    """Words as they were meant: no characters that hide, turn or control the text around them."""

    def to_python(self, value):
        return tidy(super().to_python(value))


class Line(Tidied):
    """Words that stand in one line."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


def _text(**how):
    return Tidied(widget=forms.Textarea, **how)


class PersonaForm(forms.Form):
    """The name and look somebody goes by in one group, and how they would like to be met."""

    name = Line(
        label=_("Your name in this group"),
        max_length=LONGEST_NAME,
        help_text=_(
            "Not your real name, and not one you use elsewhere. Nobody here sees what you go by in other groups."
        ),
        error_messages={"required": _("Choose a name. It can be anything that isn’t your real one.")},
    )
    linked_ok = forms.BooleanField(
        label=_("Use it all the same"),
        required=False,
        help_text=_("Someone who is in both groups could then guess that you are one person."),
    )
    pattern = forms.TypedChoiceField(label=_("Your patch"), choices=PATTERNS, coerce=int, required=False, empty_value=0)
    dye = forms.TypedChoiceField(label=_("Its colour"), choices=DYES, coerce=int, required=False, empty_value=0)
    pronouns = Line(label=_("Pronouns"), max_length=40, required=False)
    about = Line(
        label=_("How I’d like to be met"),
        max_length=240,
        required=False,
        help_text=_("A line others see beside your name, if you like. “Slow to answer, glad to be asked.”"),
    )
    listening = forms.BooleanField(
        label=_("I’m here to listen for now"),
        required=False,
        help_text=_("A listening seat. Those who look after the group know, rounds pass you by, and nobody comments."),
    )
    wants_companion = forms.BooleanField(
        label=_("I’d like to meet someone first"),
        required=False,
        help_text=_("A greeter says hello before your first meeting, so that you know one voice."),
    )

    def __init__(self, *args, group: Group, person, certain: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.group, self.person, self.certain = group, person, certain
        self.is_linked = False

    def clean_name(self):
        person = self.person
        name = clean_name(self.cleaned_data["name"], private=(person.sign_in_name, (person.email or "").split("@")[0]))
        plain = skeleton(name)
        if not plain:
            raise ValidationError(_("A name needs a letter or two, so that it can be said aloud."), "unsayable")
        if mixes_alphabets(name):
            raise ValidationError(_("Please keep each word of a name in one alphabet."), "mixed")
        mine = Membership.objects.of(person).filter(group=self.group).first()
        if not (mine and mine.welcomes) and any(skeleton(word) in plain for word in ROLE_WORDS):
            raise ValidationError(_("That sounds like a role in this house. Please choose another."), "role")
        # To somebody outside, whether a name is taken would say who is inside: then it is settled on coming in.
        if self.certain and Membership.mistaken_for(name, group=self.group, besides=person):
            raise ValidationError(
                _("Someone in this group goes by that name, or by one that looks just like it."), "taken"
            )
        return name

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name")
        if name:
            elsewhere = Membership.objects.of(self.person).exclude(group=self.group).values_list("name", flat=True)
            if skeleton(name) in {skeleton(other) for other in elsewhere} and not cleaned.get("linked_ok"):
                self.is_linked = True
                self.add_error(
                    "name",
                    ValidationError(
                        _(
                            "You go by this name in another group. Only you are told that. A different one keeps them apart."
                        ),
                        "linked",
                    ),
                )
        return cleaned

    @property
    def look(self) -> dict:
        """The name and patch as the form shows them at this moment, for the picture beside it."""
        name = str(self["name"].value() or "")[:LONGEST_NAME]
        pattern, dye = suggested_patch(name)
        chosen = {field: str(self[field].value() or "") for field in ("pattern", "dye")}
        drawn = {field: int(value) if value in set("12345678") else 0 for field, value in chosen.items()}
        return {"name": name, "pattern": drawn["pattern"] or pattern, "dye": drawn["dye"] or dye}

    @property
    def persona(self) -> dict:
        """What was chosen, with the patch the name suggests where none was picked."""
        cleaned = self.cleaned_data
        pattern, dye = suggested_patch(cleaned["name"])
        return {
            "name": cleaned["name"],
            "pattern": cleaned["pattern"] or pattern,
            "dye": cleaned["dye"] or dye,
            "pronouns": cleaned["pronouns"],
            "about": cleaned["about"],
            "listening": cleaned["listening"],
            "wants_companion": cleaned["wants_companion"],
        }


class JoinForm(PersonaForm):
    """Everything somebody says on coming in: that the group is meant for them, that they agree, who they are here."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST)
    eligible = forms.BooleanField(
        label=_("Yes, that is me"),
        error_messages={"required": _("This group is kept for the people described here. Tick this if you are one.")},
    )
    agreed = forms.BooleanField(
        label=_("I’ve read this and will keep to it"),
        error_messages={"required": _("Everyone inside has said yes to this. Without it we can’t let you in.")},
    )

    def __init__(self, *args, agreement=None, asks: bool = False, **kwargs):
        super().__init__(*args, certain=not asks, **kwargs)
        self.agreement = agreement
        if not self.group.eligibility:
            del self.fields["eligible"]
        if agreement is None:
            del self.fields["agreed"]
        self.fields["version"].initial = agreement.pk if agreement else 0
        self.questions = []
        if asks:
            for number, question in enumerate(self.group.questions[:MOST_QUESTIONS]):
                name = f"answer_{number}"
                self.fields[name] = _text(label=question, max_length=1000, required=False)
                self.questions.append(name)

    def clean(self):
        cleaned = super().clean()
        newest = self.agreement.pk if self.agreement else 0
        if (cleaned.get("version") or 0) != newest and "agreed" in self.fields:
            # Read anew, ticked anew: a yes to other words is no yes.
            self.data = self.data.copy()
            self.data.pop("agreed", None)
            self.data["version"] = str(newest)
            self.errors.pop("agreed", None)
            moved = _("What the group has agreed changed while you were reading. Please look at it once more.")
            self.add_error("agreed", ValidationError(moved, "moved"))
        return cleaned

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.questions]


class AnswerForm(forms.Form):
    """The two answers to somebody who asks to join."""

    READY = [
        ("", _("In my own words")),
        ("small", _("We’re keeping the group small for the next while, so that everyone gets a turn.")),
        ("fit", _("We think another group here would suit you better at the moment.")),
        ("start", _("We’re in the middle of something together and would rather you came at a beginning.")),
    ]

    welcome = forms.ChoiceField(choices=[("yes", _("Come in")), ("no", _("Not now"))])
    ready = forms.ChoiceField(label=_("A reason"), choices=READY, required=False, widget=forms.RadioSelect)
    words = _text(label=_("A few words to them"), max_length=500, required=False)

    def clean(self):
        cleaned = super().clean()
        ready = dict(self.READY)[cleaned.get("ready") or ""]
        if cleaned.get("welcome") == "no":
            spoken = [str(ready)] if cleaned.get("ready") else []
            spoken += [cleaned["words"]] if cleaned.get("words") else []
            if not spoken and "words" not in self.errors:
                self.add_error(
                    "words",
                    ValidationError(
                        _("Please give a reason, in a line. A no without one is hard to read."), "required"
                    ),
                )
            cleaned["words"] = " ".join(spoken)[:500]
        return cleaned


class WordsForm(forms.Form):
    """A few words to a newcomer."""

    words = _text(
        label=_("Your words to them"),
        max_length=1000,
        error_messages={"required": _("A line is enough, but it needs one.")},
    )


class AcceptanceForm(forms.Form):
    agreed = forms.BooleanField(
        label=_("I’ve read this and will keep to it"),
        error_messages={"required": _("Tick this when you have read it. You can read on without it, but not write.")},
    )


class LeavingForm(forms.Form):
    words = forms.ChoiceField(
        label=_("What I wrote here"),
        choices=[
            ("stay", _("Leave it here without my name. It may still help someone.")),
            ("take", _("Take it with me. Every word I wrote here is withdrawn.")),
        ],
        initial="stay",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of your words. Both are fine.")},
    )


class NoteForm(forms.Form):
    """A line to those who look after the group."""

    words = Line(
        label=_("A line to those who look after the group"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_(
            "For them alone, beside your name, for thirty days. “I was ill, please don’t ask.” Leave it empty to take "
            "it back."
        ),
    )


class RemovalForm(forms.Form):
    """Asking somebody to go: for a point of the agreement, with words to them."""

    point = forms.ChoiceField(
        label=_("Which point is it about?"),
        error_messages={"required": _("Choose the point of the agreement it is about.")},
    )
    words = _text(
        label=_("Words to them"),
        max_length=1000,
        help_text=_("They will read this. Say what happened, and what they could do next."),
        error_messages={"required": _("Please write a line to them. Being shut out without a word hurts for years.")},
    )
    ban = forms.ChoiceField(
        label=_("May they come back?"),
        choices=[("no", _("Yes, they may ask again")), ("yes", _("No, not to this group"))],
        initial="no",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, points: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [("", _("Choose one")), *((point, point) for point in points)]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("What they do for the group"), choices=Membership.Role.choices)


class QuietForm(forms.Form):
    """What reaches somebody from one group."""

    quiet = forms.BooleanField(
        label=_("Keep this group quiet"),
        required=False,
        help_text=_("Nothing from it reaches you until you open it. Nobody is told."),
    )
    notices = forms.ChoiceField(
        label=_("Otherwise, tell me"), choices=Membership.Notices.choices, widget=forms.RadioSelect
    )


class OnceForm(forms.Form):
    """A form that counts once, however often it is sent: it brings the id of what it makes."""

    once = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = new_id()


class InvitationForm(OnceForm):
    role = forms.ChoiceField(label=_("Come in as"), choices=Membership.Role.choices, initial="member")
    uses = forms.TypedChoiceField(
        label=_("For how many people"),
        choices=[(1, _("One")), (5, _("Five")), (20, _("Twenty"))],
        coerce=int,
        initial=1,
        help_text=_("An invitation to a role is always for one."),
    )
    days = forms.TypedChoiceField(
        label=_("Open for"), choices=[(1, _("A day")), (3, _("3 days")), (7, _("7 days"))], coerce=int, initial=3
    )


# ── the leaflet and the agreement ─────────────────────────────────────────────────────────────────────────────


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


class LeafletForm(OnceForm):
    """Everything a stranger reads before coming, and how people come in."""

    name = Line(label=_("Name"), max_length=80)
    purpose = Line(label=_("What it is for, in a sentence or two"), max_length=400, widget=forms.Textarea)
    audience = _text(label=_("Who this space is for, one to a line"), max_length=600, required=False)
    lead = forms.ChoiceField(label=_("Led by"), choices=Group.Lead.choices)
    place = forms.ChoiceField(label=_("Where"), choices=Group.Place.choices)
    town = Line(label=_("Town"), max_length=80, required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[
            ("en", "English"),
            ("es", "Español"),
            ("ar", "العربية"),
            ("cy", "Cymraeg"),
            ("de", "Deutsch"),
            ("fr", "Français"),
            ("it", "Italiano"),
            ("pl", "Polski"),
            ("pt", "Português"),
            ("uk", "Українська"),
            ("ur", "اردو"),
        ],
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    tags = forms.MultipleChoiceField(
        label=_("What it is about"), required=False, help_text=_("People find the group by these. Six at most.")
    )
    mode = forms.ChoiceField(label=_("How people come in"), choices=Group.Mode.choices)
    starts_on = forms.DateField(
        label=_("A cohort starts on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=2, max_value=500, required=False)
    eligibility = Line(
        label=_("Who it is kept for, in plain words"),
        max_length=240,
        required=False,
        widget=forms.Textarea,
        help_text=_("Begin with “You”. People say for themselves whether it fits; nothing is ever checked."),
    )
    questions = _text(
        label=_("Questions to people who ask to join, one to a line"),
        max_length=1000,
        required=False,
        help_text=_("Short ones, five at most. Every answer may be left empty."),
    )
    answer_within_hours = forms.TypedChoiceField(
        label=_("We promise an answer within"),
        choices=[(24, _("A day")), (48, _("2 days")), (72, _("3 days")), (168, _("A week"))],
        coerce=int,
    )
    visibility = forms.ChoiceField(label=_("Who can see that the group exists"), choices=Group.Visibility.choices)
    talked_over = forms.BooleanField(
        label=_("We have talked this over inside the group"),
        required=False,
        help_text=_(
            "Needed when a hidden group becomes listed: people came on the understanding that nobody could see it."
        ),
    )
    dye = forms.TypedChoiceField(label=_("Colour of its block"), choices=DYES[1:], coerce=int)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, group: Group | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["tags"].choices = [(tag.code, tag.label) for tag in every_tag().values()]
        for key, question in ANSWER_LABELS.items():
            self.fields[f"answer_{key}"] = _text(
                label=question,
                max_length=500,
                error_messages={
                    "required": _("Every question needs an answer: people decide by them whether to come.")
                },
            )
        # A language or a promise set some other way stays choosable.
        self._keep_choice("language", self.initial.get("language"))
        self._keep_choice("zone", self.initial.get("zone"))
        hours = self.initial.get("answer_within_hours")
        self._keep_choice("answer_within_hours", hours)
        if group is not None:
            self.fields["stamp"].initial = stamp_of(group)

    def _keep_choice(self, name: str, value) -> None:
        field = self.fields[name]
        if value and str(value) not in {str(choice) for choice, _label in field.choices}:
            field.choices = [*field.choices, (value, str(value))]

    def answer_fields(self) -> list:
        return [self[f"answer_{key}"] for key in ANSWER_KEYS]

    def clean_tags(self):
        if len(self.cleaned_data["tags"]) > 6:
            raise ValidationError(_("Six at most, so that people find what they look for."), "many")
        return self.cleaned_data["tags"]

    def clean_questions(self):
        lines = _lines(self.cleaned_data["questions"])
        if len(lines) > MOST_QUESTIONS:
            raise ValidationError(_("Five questions at most: it is a door, not an exam."), "many")
        return lines

    def clean_audience(self):
        return _lines(self.cleaned_data["audience"])[:6]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("mode") == Group.Mode.COHORT and not cleaned.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", ValidationError(_("A cohort needs the day it starts on."), "required"))
        if cleaned.get("place") in {Group.Place.IN_PERSON, Group.Place.HYBRID} and not cleaned.get("town"):
            self.add_error("town", ValidationError(_("Say in which town people meet."), "required"))
        if self.group is not None:
            inside = self.group.memberships.current().count()
            if cleaned.get("capacity") and cleaned["capacity"] < inside:
                self.add_error(
                    "capacity",
                    ValidationError(
                        _("More people than that are inside already. Nobody is put out by a number."), "small"
                    ),
                )
            if cleaned.get("stamp") != stamp_of(self.group):
                self.data = self.data.copy()
                self.data["stamp"] = stamp_of(self.group)
                raise ValidationError(
                    _(
                        "Somebody changed the leaflet while you were writing. Your words are kept here. Look at the "
                        "group’s page, then save again if yours should stand."
                    ),
                    "stale",
                )
        return cleaned

    @property
    def leaflet(self) -> dict:
        names = (
            *("name", "purpose", "lead", "mode", "visibility", "place", "town", "language", "zone", "audience"),
            *("questions", "answer_within_hours", "eligibility", "capacity", "starts_on", "dye"),
        )
        return {
            **{name: self.cleaned_data[name] for name in names},
            "answers": {key: self.cleaned_data[f"answer_{key}"] for key in ANSWER_KEYS},
        }


def leaflet_of(group: Group) -> dict:
    """A group’s leaflet as the form shows it."""
    return {
        **{
            name: getattr(group, name)
            for name in (
                *("name", "purpose", "lead", "mode", "visibility", "place", "town", "language", "zone", "starts_on"),
                *("answer_within_hours", "eligibility", "capacity", "dye"),
            )
        },
        "audience": "\n".join(group.audience),
        "questions": "\n".join(group.questions),
        "tags": [tag.code for tag in group.tags.all()],
        **{f"answer_{key}": group.answers.get(key, "") for key in ANSWER_KEYS},
    }


def stamp_of(group: Group) -> str:
    """A mark of the leaflet as it stands, so that two people who edit it at once do not undo each other."""
    told = json.dumps(leaflet_of(group), sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


class AgreementForm(forms.Form):
    """The points of an agreement, each with its why; a cleared point goes."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST)
    change = Line(
        label=_("What changed, in a sentence or two of yours"),
        max_length=400,
        required=False,
        widget=forms.Textarea,
        help_text=_("Everyone reads this beside the points, and is asked to say yes again before they write."),
    )
    ROW = re.compile(r"point_(\d{1,2})$")

    def __init__(self, *args, points: list[dict], based_on=None, spare: int = 3, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["based_on"].initial = based_on.pk if based_on else 0
        sent = [int(found[1]) for found in map(self.ROW.match, self.data) if found] if self.is_bound else []
        self.rows = []
        for number in range(min(MOST_POINTS, max(len(points) + spare, max(sent, default=-1) + 1))):
            point = points[number] if number < len(points) else {"point": "", "why": ""}
            self.fields[f"point_{number}"] = Line(
                label=_("Point"), max_length=LONGEST_POINT, required=False, initial=point["point"]
            )
            self.fields[f"why_{number}"] = Line(
                label=_("Why"), max_length=LONGEST_POINT, required=False, initial=point.get("why", "")
            )
            self.rows.append(number)

    def drawn_rows(self) -> list:
        return [(number + 1, self[f"point_{number}"], self[f"why_{number}"]) for number in self.rows]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.points:
            raise ValidationError(_("An agreement needs at least one point."), "empty")
        for number in self.rows:
            if cleaned.get(f"why_{number}") and not cleaned.get(f"point_{number}"):
                self.add_error(f"point_{number}", ValidationError(_("There is a why here without its point."), "alone"))
        return cleaned

    @property
    def points(self) -> list[dict]:
        return [
            {"point": self.cleaned_data[f"point_{number}"], "why": self.cleaned_data.get(f"why_{number}", "")}
            for number in self.rows
            if self.cleaned_data.get(f"point_{number}")
        ]
