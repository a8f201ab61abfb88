from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MaximumLengthValidator:
    """A limit far above any passphrase, so that hashing cannot be used to tire the machine."""

    def __init__(self, max_length: int = 128):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(
                _("Please keep it under %(length)d characters."), "password_too_long", {"length": self.max_length}
            )

    def get_help_text(self):
        return _("At most %(length)d characters.") % {"length": self.max_length}


class HouseWordsValidator:
    """Refuses passphrases made of what anyone could guess here: the house's name, the person's own names."""

    def validate(self, password, user=None):
        folded = "".join(password.casefold().split())
        guessable = {"hearth", "supportgroup", "passphrase", "password"}
        for name in (getattr(user, "sign_in_name", ""), getattr(user, "display_name", "")):
            name = "".join((name or "").casefold().split())
            if len(name) >= 3:
                guessable.add(name)
        rest = folded
        for word in guessable:
            rest = rest.replace(word, "")
        if len(rest) < 6:
            raise ValidationError(
                _("That would be easy to guess here. Three or four unrelated words work well."), "password_guessable"
            )

    def get_help_text(self):
        return _("Three or four unrelated words work well.")
