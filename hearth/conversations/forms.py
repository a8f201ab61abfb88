from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearth.base.markup import tidy
from hearth.conversations.models import Response, Thread
from hearth.conversations.models.wording import LONGEST_PASSAGE
from hearth.groups.models.content_note import note_codes, note_label

LONGEST = 10_000


class WordsField(forms.CharField):
    """Words somebody wrote: tidied, then measured.

    The limit is told after sending and never set on the box: a browser cuts what is pasted there without a word.
    """

    def __init__(self, *, longest: int = LONGEST, lines: bool = True, **more):
        self.longest = longest
        self.lines = lines
        super().__init__(widget=forms.Textarea if lines else forms.TextInput, **more)
        # What is invisible is taken out instead of being refused.
        self.validators = []

    def to_python(self, value):
        value = tidy(super().to_python(value) or "")
        return value if self.lines else " ".join(value.split())

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                _("This is %(over)s characters longer than fits here (%(longest)s). Nothing is lost; it is all below."),
                params={"over": len(value) - self.longest, "longest": self.longest},
            )


class NotesField(forms.MultipleChoiceField):
    """Content notes, by their codes."""

    def __init__(self, **more):
        more.setdefault("label", _("What it touches on"))
        super().__init__(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=lambda: [(code, note_label(code)) for code in note_codes()],
            **more,
        )


class PlaceField(forms.CharField):
    """The number of a post in its thread; anything else means none."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value):
        return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def fold_field() -> WordsField:
    return WordsField(
        label=_("Fold it, so people can choose when to read?"),
        help_text=_(
            "Say in a few words what it’s about. Please don’t describe ways people hurt themselves, here or in the post."
        ),
        longest=120,
        lines=False,
        required=False,
    )


def body_field(label) -> WordsField:
    return WordsField(label=label, error_messages={"required": _("There are no words here yet.")})


def title_field() -> WordsField:
    return WordsField(label=_("A title, if you like"), longest=120, lines=False, required=False)


def once_field() -> forms.CharField:
    return forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class PostForm(forms.Form):
    """A reply."""

    body = body_field(_("Your reply"))
    notes = NotesField()
    fold = fold_field()
    anonymous = forms.BooleanField(label=_("Still without my name"), required=False)
    quoted = PlaceField()
    passage = WordsField(label=_("The passage you quote"), longest=LONGEST_PASSAGE, required=False)
    once = once_field()


class ThreadForm(forms.Form):
    """A new conversation."""

    intent = forms.ChoiceField(
        label=_("What would you like back?"),
        choices=Thread.Intent.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you’d like back, so people know how to answer."),
            "invalid_choice": _("Choose one of these, so people know how to answer."),
        },
    )
    title = title_field()
    body = body_field(_("Your words"))
    notes = NotesField()
    fold = fold_field()
    anonymous = forms.BooleanField(label=_("Without my name here"), required=False)
    once = once_field()


class EditForm(forms.Form):
    """Changed words."""

    title = title_field()
    body = body_field(_("Your words"))
    notes = NotesField()
    fold = fold_field()


class ClosingForm(forms.Form):
    words = WordsField(
        label=_("A word to the people in it"),
        help_text=_("Why it rests now, and where to go on talking. Everyone in the conversation reads this."),
        longest=400,
        error_messages={"required": _("Say why in a sentence. A conversation that just stops feels like a shut door.")},
    )


class ThanksForm(forms.Form):
    line = WordsField(
        label=_("The line you thank them for"),
        help_text=_("Shorten it to the words that mattered, or leave it empty."),
        longest=400,
        required=False,
    )
    words = WordsField(label=_("A word from you"), longest=400, required=False)


class KeepForm(forms.Form):
    words = WordsField(
        label=_("The words to keep"),
        help_text=_("Shorten it to the line that helped. Only you will see it."),
        error_messages={"required": _("Leave the words that helped; there is nothing to keep yet.")},
    )


class ResponseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Your answer"),
        choices=Response.Kind.choices,
        error_messages={"required": _("Choose one of the four."), "invalid_choice": _("Choose one of the four.")},
    )
    only_author = forms.BooleanField(required=False)


class FoldsForm(forms.Form):
    notes = NotesField(label=_("Fold posts about…"))


class SearchForm(forms.Form):
    q = WordsField(label=_("Words to look for"), longest=200, lines=False, required=False)
