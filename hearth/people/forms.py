import struct
import unicodedata
from datetime import timedelta

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as second_step_forms
from allauth.mfa.totp import forms as code_forms
from allauth.mfa.webauthn import forms as pass_key_forms
from babel import Locale
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.markup import tidy
from hearth.people.models import Person
from hearth.people.models.person import ZONES
from hearth.people.models.words import four_words, plain_words, suggest_names

PATTERNS = [
    (1, _("triangles")),
    (2, _("diamond")),
    (3, _("nine patch")),
    (4, _("geese")),
    (5, _("winding path")),
    (6, _("hourglass")),
    (7, _("rails")),
    (8, _("star")),
]
DYES = [
    (1, _("blue")),
    (2, _("teal")),
    (3, _("green")),
    (4, _("gold")),
    (5, _("brown")),
    (6, _("red")),
    (7, _("rose")),
    (8, _("purple")),
]
# The eight offered at sign-up; all sixty-four can be put together later.
PATCHES = [
    ("5-1", _("winding path, blue")),
    ("2-3", _("diamond, green")),
    ("4-8", _("geese, purple")),
    ("8-4", _("star, gold")),
    ("6-7", _("hourglass, rose")),
    ("7-2", _("rails, teal")),
    ("3-5", _("nine patch, brown")),
    ("1-6", _("triangles, red")),
]
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
    if not any(unicodedata.category(character)[0] in "LNS" for character in name):
        raise ValidationError(_("A name needs at least one letter, number or picture sign."), "empty")
    if len(scripts_of(name)) > 1:
        raise ValidationError(
            _("Please use letters of one alphabet: mixed ones can pass for somebody else’s name."), "mixed"
        )
    return name


def scripts_of(name: str) -> set[str]:
    """The alphabets whose letters can be taken for one another: а and a, ο and o."""
    alike = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
    named = (unicodedata.name(character, "") for character in name if character.isalpha())
    return {script for letter in named for script in alike if letter.startswith(script)}


def say(form, **words: dict) -> None:
    """Give fields of a library's form our labels, hints and sentences, and none of its placeholders."""
    for name, told in words.items():
        field = form.fields[name]
        field.label = told["label"]
        field.help_text = told.get("hint", "")
        field.widget.attrs.pop("placeholder", None)
        if "required" in told:
            field.error_messages["required"] = told["required"]


PASSPHRASE_HINT = _("At least 12 characters. Three or four unrelated words work well.")
TYPE_PASSPHRASE = _("Type your passphrase.")


# Places people know, without the old nicknames of zones.
LISTED_ZONES = sorted(zone for zone in ZONES if ("/" in zone and not zone.startswith("Etc/")) or zone == "UTC")


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in LISTED_ZONES]


def country_choices() -> list[tuple[str, str]]:
    """Every country, named in the reader's language, after the choice of not saying."""
    try:
        territories = Locale.parse((get_language() or "en").split("-")[0]).territories
    except ValueError:
        territories = Locale("en").territories
    named = [
        (code, name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    ]
    return [("", _("I’d rather not say")), *sorted(named, key=lambda pair: pair[1].casefold())]


# Nobody reads the page and writes a passphrase in less.
FASTEST = timedelta(seconds=3)
PAGE_KEPT = timedelta(days=1)


class SignUpForm(account_forms.SignupForm):
    """A name, a passphrase, a way back in: all that is asked of someone who comes in."""

    name = forms.CharField(
        label=_("Your name here"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Choose a name. It can be anything that isn’t your real one.")},
    )
    patch = forms.ChoiceField(
        label=_("Pick a patch. It stands in for a photo."), choices=PATCHES, initial="5-1", widget=forms.RadioSelect
    )
    back = forms.ChoiceField(
        label=_("A way back in"),
        choices=[("words", _("Four words that only you have")), ("email", _("An e-mail address"))],
        initial="words",
        widget=forms.RadioSelect,
    )
    written_down = forms.BooleanField(label=_("I’ve written these down somewhere safe"), required=False)
    country = forms.ChoiceField(
        label=_("Where are you? We use it to show the right crisis lines."),
        required=False,
        choices=country_choices,
    )
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    # The four words and when they were shown, signed: the page needs no session and no row before someone comes in.
    page = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    adult = forms.BooleanField(
        label=_("I’m 18 or over"),
        error_messages={"required": _("These groups are for adults. If you are younger, there is help made for you.")},
    )
    kind = forms.BooleanField(
        label=_("I’ll keep what I read here in the room, and be kind"),
        error_messages={"required": _("Everyone here has said yes to this. Without it we can’t let you in.")},
    )

    field_order = ["name", "patch", "password1", "back", "written_down", "email", "country", "adult", "kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(
            self,
            password1={
                "label": _("A passphrase"),
                "hint": PASSPHRASE_HINT,
                "required": _("Choose a passphrase of at least 12 characters."),
            },
            email={
                "label": _("Your e-mail address"),
                "hint": _("For a way back in, and for letters only if you ask for them. Nobody here sees it."),
            },
        )
        self.fields["website"].label = _("Leave this empty")
        self.shown_at, self.four_words = self._shown()

    def _shown(self):
        """The words this page has shown, or new ones when it shows none yet, was kept too long or was tampered with."""
        sent = self.data.get(self.add_prefix("page"), "") if self.is_bound else ""
        try:
            shown_at, words = signing.loads(sent, salt="hearth.people.sign-up", max_age=PAGE_KEPT)
        except signing.BadSignature:
            return None, four_words()
        return shown_at, words

    @property
    def seal(self) -> str:
        """What the page carries along. The moment it was first shown stays when it is shown again."""
        shown_at = self.shown_at or clock.now().timestamp()
        return signing.dumps([shown_at, self.four_words], salt="hearth.people.sign-up")

    @property
    def ideas(self) -> list[str]:
        return suggest_names()

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        name, email, passphrase = (cleaned.get(key) or "" for key in ("name", "email", "password1"))
        if name and email and name.casefold() == email.split("@")[0].casefold():
            self.add_error("name", ValidationError(_("That is the front of your address. Choose another name.")))
        if name and passphrase:
            try:
                validate_password(passphrase, Person(display_name=name, email=email))
            except ValidationError as refused:
                self.add_error("password1", refused)
        self._clean_way_back(cleaned, email)
        quick = self.shown_at is None or clock.now().timestamp() - self.shown_at < FASTEST.total_seconds()
        if quick and not self.errors:
            self.add_error(None, _("That was very quick. Please look over the page once more, and send it again."))
        return cleaned

    def _clean_way_back(self, cleaned, email):
        if cleaned.get("back") == "email" and not email and "email" not in self.errors:
            self.add_error("email", _("Write your address, or choose the four words."))
        if cleaned.get("back") == "words":
            if self.shown_at is None:
                self.add_error("written_down", _("These are four new words. Write these down, not earlier ones."))
            elif not cleaned.get("written_down"):
                self.add_error(
                    "written_down",
                    _("Tick this once you’ve written the words down, or choose another way back in."),
                )

    def fill(self, person: Person) -> None:
        """Write what was chosen onto the new account before it is saved."""
        person.display_name = self.cleaned_data["name"]
        person.pattern, person.dye = map(int, self.cleaned_data["patch"].split("-"))
        person.country = self.cleaned_data["country"] or ""
        person.language = get_language() or settings.LANGUAGE_CODE
        told = (self.cleaned_data["zone"], timezone.get_current_timezone_name(), settings.TIME_ZONE, "UTC")
        person.zone = next(zone for zone in told if zone in LISTED_ZONES)
        person.adult_attested_at = clock.now()
        if self.cleaned_data["back"] == "words":
            person.way_back = make_password(plain_words(self.four_words))


class SignInForm(account_forms.LoginForm):
    """Name or address, passphrase, and whose device this is."""

    borrowed = forms.BooleanField(label=_("This is not my device"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(
            self,
            login={
                "label": _("Sign-in name or e-mail address"),
                "hint": _("The sign-in name is the one we gave you, like paper-boat-lantern-42."),
                "required": _("Type your sign-in name or your address."),
            },
            password={"label": _("Passphrase"), "required": TYPE_PASSPHRASE},
        )
        self.fields["login"].max_length = 254

    def user_credentials(self):
        """An address is looked up as an address only: looked up twice, it would take twice as long when it exists."""
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class AskAgainForm(account_forms.ReauthenticateForm):
    """The passphrase once more, before something that cannot be taken back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, password={"label": _("Passphrase"), "required": TYPE_PASSPHRASE})


class _OnePassphrase:
    """A library form that asks for a new passphrase twice, asking once: it can be shown while it is typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        say(
            self,
            password1={
                "label": _("New passphrase"),
                "hint": PASSPHRASE_HINT,
                "required": _("Choose a passphrase of at least 12 characters."),
            },
        )


class ChangePassphraseForm(_OnePassphrase, account_forms.ChangePasswordForm):
    """A new passphrase for someone who knows the old one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, oldpassword={"label": _("Passphrase of today"), "required": TYPE_PASSPHRASE})


class FirstPassphraseForm(_OnePassphrase, account_forms.SetPasswordForm):
    """A passphrase for an account that has had none."""


class NewPassphraseForm(_OnePassphrase, account_forms.ResetPasswordKeyForm):
    """A new passphrase for someone who came by the link in a letter."""


class LostPassphraseForm(account_forms.ResetPasswordForm):
    """The address to write to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email={"label": _("Your e-mail address"), "required": _("Type your address.")})


class AddressForm(account_forms.AddEmailForm):
    """The address to use from now on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email={"label": _("E-mail address"), "required": _("Type the new address.")})


class WayBackForm(forms.Form):
    """Sign-in name, four words, and the passphrase to use from now on."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"), max_length=40, error_messages={"required": _("Type the sign-in name from your note.")}
    )
    words = forms.CharField(
        label=_("Your four words"),
        max_length=100,
        error_messages={"required": _("Type the four words from your note.")},
    )
    passphrase = forms.CharField(
        label=_("New passphrase"),
        help_text=PASSPHRASE_HINT,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Choose a passphrase of at least 12 characters.")},
    )

    def clean_passphrase(self):
        passphrase = self.cleaned_data["passphrase"]
        validate_password(passphrase, Person(sign_in_name=self.cleaned_data.get("sign_in_name", "")))
        return passphrase


# ── second steps ──────────────────────────────────────────────────────────────────────────────────────────────

CODE = {"label": _("Code"), "required": _("Type the code.")}


class ActivateCodesForm(code_forms.ActivateTOTPForm):
    """The first code of an authenticator app: proof that it works."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=CODE)


class SecondStepForm(second_step_forms.AuthenticateForm):
    """A code at sign-in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=CODE)


class SecondStepAgainForm(second_step_forms.ReauthenticateForm):
    """A code once more, before something that cannot be taken back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=CODE)


# What reading the bytes of a passkey may meet when they come from something else than a browser.
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError, struct.error)


def unrecognised() -> ValidationError:
    return ValidationError(_("That passkey was not recognised."), "unrecognised")


class AddPassKeyForm(pass_key_forms.AddWebAuthnForm):
    """A new passkey and what to call it."""

    name = forms.CharField(label=_("What to call it"), max_length=60, required=False)
    passwordless = forms.BooleanField(label=_("Sign in with it alone, without a passphrase"), required=False)

    def clean_name(self):
        return " ".join(tidy(super().clean_name()).split())[:60]

    def clean(self):
        try:
            return super().clean()
        except UNREADABLE:
            raise unrecognised() from None


class _ReadPassKey:
    """A library form that a passkey answers: bytes nobody can read are refused like a wrong passkey."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except UNREADABLE:
            raise unrecognised() from None


class PassKeySignInForm(_ReadPassKey, pass_key_forms.LoginWebAuthnForm):
    """A passkey alone at sign-in."""


class PassKeyStepForm(_ReadPassKey, pass_key_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step at sign-in."""


class PassKeyAgainForm(_ReadPassKey, pass_key_forms.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that cannot be taken back."""


class RenamePassKeyForm(pass_key_forms.EditWebAuthnForm):
    """What to call a passkey."""

    name = forms.CharField(label=_("What to call it"), max_length=60)

    def clean_name(self):
        name = " ".join(tidy(self.cleaned_data["name"]).split())
        if not name:
            raise ValidationError(_("Give it a name you will know it by."), "empty")
        return name


# ── settings ──────────────────────────────────────────────────────────────────────────────────────────────────

SIZES = Person.TextSize.choices
THEMES = Person.Theme.choices


class VisitorForm(forms.Form):
    """How the house looks to someone who is not signed in; kept in this browser, known to nobody."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    text_size = forms.ChoiceField(label=_("Text size"), choices=SIZES, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEMES, required=False, widget=forms.RadioSelect)


class PreferencesForm(forms.ModelForm):
    """How the house looks and sounds to one person."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    country = forms.ChoiceField(
        label=_("Country, for crisis lines"),
        required=False,
        choices=country_choices,
    )
    text_size = forms.ChoiceField(label=_("Text size"), choices=SIZES, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEMES, required=False, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["language", "zone", "country", "text_size", "theme", "low_energy", "coach_off"]
        labels = {
            "low_energy": _("Low-energy mode"),
            "coach_off": _("No hints while I write replies"),
        }
        help_texts = {
            "low_energy": _("Shows only what matters now, and leaves the rest for another day."),
        }


class HouseRoleForm(forms.Form):
    """Somebody, by the sign-in name that only they can have told, and what they do for the house."""

    sign_in_name = forms.CharField(
        label=_("Their sign-in name"),
        help_text=_("Only they know it; it stands on their page “You”. Ask them for it."),
        max_length=40,
    )
    role = forms.ChoiceField(
        label=_("What they do for the house"),
        choices=[
            (Person.HouseRole.RESPONDER, _("responder")),
            (Person.HouseRole.STEWARD, _("steward")),
            (Person.HouseRole.NONE, _("neither")),
        ],
        initial=Person.HouseRole.RESPONDER,
        widget=forms.RadioSelect,
        required=False,
    )
    person: Person

    def clean_sign_in_name(self):
        name = self.cleaned_data["sign_in_name"].strip()
        person = Person.objects.active().filter(sign_in_name__iexact=name).first()
        if person is None:
            raise ValidationError(_("Nobody here signs in with this name. Look at its ending once more."))
        self.person = person
        return name


class QuietForm(forms.ModelForm):
    """When and how the house may speak up outside its own pages."""

    letters = forms.ChoiceField(
        label=_("E-mail"),
        choices=[
            ("none", _("Never")),
            ("digest", _("At most one a day, together")),
            ("each", _("As things happen, within the limits above")),
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


class ExitForm(forms.ModelForm):
    """What quick exit does besides leaving."""

    class Meta:
        model = Person
        fields = ["exit_signs_out"]
        labels = {"exit_signs_out": _("Quick exit also signs me out")}
        help_texts = {"exit_signs_out": _("Whoever opens this site next on this device finds it signed out.")}


class NameForm(forms.ModelForm):
    """The name and patch suggested when joining a group."""

    pattern = forms.TypedChoiceField(label=_("Pattern"), choices=PATTERNS, coerce=int, widget=forms.RadioSelect)
    dye = forms.TypedChoiceField(label=_("Colour"), choices=DYES, coerce=int, widget=forms.RadioSelect)

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
