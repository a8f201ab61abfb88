import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb")
LOOKALIKES = str.maketrans("013457@$!|", "oieastasil")


# Far above any passphrase. What is longer is refused by its length alone: looking at it would tire the machine.
LONGEST = 128


class MaximumLengthValidator:
    """A limit far above any passphrase, so that hashing cannot be used to tire the machine."""

    def __init__(self, max_length: int = LONGEST):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(
                _("Please keep it under %(length)d characters."), "password_too_long", {"length": self.max_length}
            )

    def get_help_text(self):
        return _("At most %(length)d characters.") % {"length": self.max_length}


@cache
def common() -> frozenset[str]:
    """The twenty thousand most used passwords, as Django ships them: the shorter ones are what long ones are made of."""
    return frozenset(CommonPasswordValidator().passwords)


class EasilyGuessedValidator:
    """Refuses what guessing programs try first: used passwords, alone, twice, joined, or with signs at the end.

    At twelve characters hardly anything stands on a list of used passwords as it is; people lengthen one they have.
    """

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            # Django asks every validator, whatever an earlier one said.
            return
        typed = password.casefold().strip()
        folded = "".join(typed.split())
        if typed in common() or self.is_easy(folded) or self.is_easy(folded.translate(LOOKALIKES)):
            raise ValidationError(
                _("That is one of the first things a guessing program tries. Three or four unrelated words work well."),
                "password_too_common",
            )

    def get_help_text(self):
        return _("Three or four unrelated words work well.")

    @classmethod
    def is_easy(cls, text: str) -> bool:
        return (
            text in common()
            or len(set(text)) < 5
            or cls.is_repeated(text)
            or cls.without_rows(text) < 5
            or cls.is_pieced_together(text)
        )

    @staticmethod
    def is_repeated(text: str) -> bool:
        """The same few characters over and over: tiger!tiger!"""
        return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, min(8, len(text) // 2) + 1))

    @staticmethod
    def without_rows(text: str) -> int:
        """How many characters are left when runs along the alphabet or the keyboard are taken out."""
        for row in ROWS:
            for line in (row, row[::-1]):
                for size in range(len(line), 3, -1):
                    for start in range(len(line) - size + 1):
                        text = text.replace(line[start : start + size], "")
        return len(text)

    @staticmethod
    def is_pieced_together(text: str) -> bool:
        """One used password or two joined, with digits or signs around them."""
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
        if core in common():
            return True
        return any(core[:cut] in common() and core[cut:] in common() for cut in range(3, len(core) - 2))


class HouseWordsValidator:
    """Refuses passphrases made of what anyone could guess here: the house's name, the person's own names."""

    def validate(self, password, user=None):
        folded = "".join(password.casefold().split())
        guessable = {"hearth", "supportgroup", "passphrase", "password"}
        front = (getattr(user, "email", "") or "").split("@")[0]
        for name in (getattr(user, "sign_in_name", ""), getattr(user, "display_name", ""), front):
            name = "".join((name or "").casefold().split())
            if len(name) >= 3:
                guessable.add(name)
        rest = folded
        for word in sorted(guessable, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < 6:
            raise ValidationError(
                _("That would be easy to guess here. Three or four unrelated words work well."), "password_guessable"
            )

    def get_help_text(self):
        return _("Three or four unrelated words work well.")
