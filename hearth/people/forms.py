from allauth.account import forms as account_forms
from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hearth.base.markup import tidy
from hearth.people.models import Person
from hearth.people.models.person import ZONES

PATTERNS = [(number, str(number)) for number in range(1, 9)]
LONGEST_NAME = 40
# Codes that stand for regions, test ranges or nothing.
NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


def clean_name(name: str, *, private: tuple[str, ...] = ()) -> str:
    """Return a display name fit to be shown. Raises ValidationError in plain words.

    `private` are names that would give the person away here: their sign-in name, the front of their address.
    """
    name = " ".join(tidy(name).split())
    if not name:
        raise ValidationError(_("Choose a name. It can be anything that isn’t your real one."), "empty")
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("Please keep the name under 40 characters."), "long")
    if "@" in name or any(mark in name.casefold() for mark in ("http:", "https:", "www.")):
        raise ValidationError(_("A name can’t hold an address. Others would see it."), "address")
    if sum(character.isdigit() for character in name) >= 7:
        raise ValidationError(_("That looks like a phone number. Others would see it."), "number")
    if name.casefold() in {word.casefold() for word in private if word}:
        raise ValidationError(_("That is part of how you sign in. Choose a different name to go by."), "private")
    return name


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(ZONES) if "/" in zone and not zone.startswith("Etc/")]


def country_choices() -> list[tuple[str, str]]:
    """Every country, named in the reader's language, after the choice of not saying."""
    try:
        territories = Locale.parse((get_language() or "en").split("-")[0]).territories
    except ValueError:
        territories = Locale("en").territories
    named = [(code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY]
    return [("", _("I’d rather not say")), *sorted(named, key=lambda pair: pair[1].casefold())]


class SignUpForm(account_forms.SignupForm):
    """A name, a passphrase, perhaps an address: all that is asked of someone who comes in."""

    name = forms.CharField(label=_("Your name here"), max_length=LONGEST_NAME)
    pattern = forms.TypedChoiceField(label=_("Your patch"), choices=PATTERNS, coerce=int, initial=1)
    country = forms.ChoiceField(
        label=_("Where are you? We use it to show the right crisis lines."),
        required=False,
        choices=country_choices,
    )
    zone = forms.CharField(required=False, widget=forms.HiddenInput)
    adult = forms.BooleanField(
        label=_("I’m 18 or over"),
        error_messages={"required": _("These groups are for adults. If you are younger, there is help made for you.")},
    )
    kind = forms.BooleanField(
        label=_("I’ll keep what I read here in the room, and be kind"),
        error_messages={"required": _("Everyone here has said yes to this. Without it we can’t let you in.")},
    )

    field_order = ["name", "pattern", "password1", "email", "country", "adult", "kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("A passphrase")
        self.fields["password1"].help_text = _("At least 12 characters. Three or four unrelated words work well.")
        self.fields["email"].label = _("An e-mail address, if you like")
        self.fields["email"].help_text = _(
            "Used for a way back in, and for reminders only if you ask for them. Nobody here sees it."
        )

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        name, email = cleaned.get("name"), cleaned.get("email") or ""
        if name and email and name.casefold() == email.split("@")[0].casefold():
            self.add_error("name", ValidationError(_("That is the front of your address. Choose another name.")))
        return cleaned

    def fill(self, person: Person) -> None:
        """Write what was chosen onto the new account before it is saved."""
        person.display_name = self.cleaned_data["name"]
        person.pattern = person.dye = self.cleaned_data["pattern"]
        person.country = self.cleaned_data["country"] or ""
        person.language = get_language() or settings.LANGUAGE_CODE
        zone = self.cleaned_data["zone"]
        person.zone = zone if zone in ZONES else timezone.get_current_timezone_name()
        if person.zone not in ZONES:
            person.zone = settings.TIME_ZONE
        person.adult_attested_at = timezone.now()


class PreferencesForm(forms.ModelForm):
    """How the house looks and sounds to one person."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    country = forms.ChoiceField(
        label=_("Country, for crisis lines"),
        required=False,
        choices=country_choices,
    )
    text_size = forms.ChoiceField(
        label=_("Text size"), choices=Person.TextSize.choices, required=False, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=Person.Theme.choices, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields = ["language", "zone", "country", "text_size", "theme", "low_energy", "coach_off", "exit_signs_out"]
        labels = {
            "low_energy": _("Low-energy mode"),
            "coach_off": _("No hints while I write replies"),
            "exit_signs_out": _("Quick exit also signs me out"),
        }
        help_texts = {
            "low_energy": _("Shows only what matters now, and leaves the rest for another day."),
        }


class QuietForm(forms.ModelForm):
    """When and how the house may speak up outside its own pages."""

    letters = forms.ChoiceField(
        label=_("E-mail"),
        choices=[
            ("none", _("Never")),
            ("digest", _("At most one a day, together")),
            ("each", _("As things happen, within the limits below")),
        ],
        widget=forms.RadioSelect,
    )
    daily_cap = forms.IntegerField(label=_("At most this many a day, for each group"), min_value=0, max_value=20)

    class Meta:
        model = Person
        fields = ["letters", "discreet", "quiet_from", "quiet_until", "daily_cap"]
        labels = {
            "discreet": _("Keep it unspecific: no group, no name, no topic"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        }
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }


class NameForm(forms.ModelForm):
    """The name and patch suggested when joining a group."""

    pattern = forms.TypedChoiceField(label=_("Pattern"), choices=PATTERNS, coerce=int)
    dye = forms.TypedChoiceField(label=_("Colour"), choices=PATTERNS, coerce=int)

    class Meta:
        model = Person
        fields = ["display_name", "pattern", "dye"]
        labels = {"display_name": _("Your name here")}

    def clean_display_name(self):
        return clean_name(
            self.cleaned_data["display_name"],
            private=(self.instance.sign_in_name, self.instance.email.split("@")[0]),
        )


class ErasureForm(forms.Form):
    """The last of three steps."""

    words = forms.ChoiceField(
        label=_("What I wrote in groups"),
        choices=[
            ("take", _("Take it away: every word I wrote is withdrawn")),
            ("leave", _("Leave it, without a name: it may still help someone")),
        ],
        initial="take",
        widget=forms.RadioSelect,
    )
    sure = forms.CharField(label=_("Type ERASE to go ahead"), max_length=10)

    def clean_sure(self):
        if self.cleaned_data["sure"].strip().casefold() not in {"erase", "borrar"}:
            raise ValidationError(_("Nothing was erased. To go ahead, type the word shown."), "not_the_word")
        return self.cleaned_data["sure"]
