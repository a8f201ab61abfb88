"""What django-allauth asks us: how names are cleaned, where letters go, who must have a second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of the house."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of the house."""

    def get_totp_issuer(self) -> str:
        return settings.HOUSE["name"]
