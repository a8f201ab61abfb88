"""What django-allauth asks us: how accounts are made, where letters go, what is said and what is not."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hearth.base.transactions import writing
from hearth.delivery import outbox
from hearth.people.actions import accounts


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of the house: names it makes itself, letters through its own outbox, no chatter."""

    def populate_username(self, request, user):
        if not user.sign_in_name:
            user.sign_in_name = accounts.new_sign_in_name(user.display_name)

    def save_user(self, request, user, form, commit=True):
        form.fill(user)
        return super().save_user(request, user, form, commit)

    def get_signup_redirect_url(self, request):
        return reverse("people:arrival.show")

    def add_message(self, *args, **kwargs):
        """Say nothing: pages say what happened themselves, and allauth's messages would name the account."""

    def send_mail(self, template_prefix, email, context):
        """Write the letter into the outbox of this transaction: a mail server that is down shows nobody anything."""
        context = {**context, "house": settings.HOUSE, "base_url": settings.BASE_URL}
        if template_prefix == "account/email/password_reset_key":
            # The link is built from our own address, never from the Host header of whoever asked.
            context["password_reset_url"] = settings.BASE_URL + _path_of(context["password_reset_url"])
        if context.get("activate_url"):
            context["activate_url"] = settings.BASE_URL + _path_of(context["activate_url"])
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context)
        with writing():
            outbox.post_email(
                address=email,
                subject=subject,
                text=text,
                key=f"account:{template_prefix.rsplit('/', 1)[-1]}:{timezone.now().isoformat()}",
                urgent=True,
                now=timezone.now(),
            )


def _path_of(url: str) -> str:
    """Return the path of an absolute URL, with its query."""
    rest = url.split("://", 1)[-1]
    return "/" + rest.split("/", 1)[1] if "/" in rest else "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of the house."""

    def get_totp_issuer(self) -> str:
        return settings.HOUSE["name"]

    def get_totp_label(self, user) -> str:
        # Shown on the lock screen of some phones: the house's name is enough.
        return settings.HOUSE["name"]

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": settings.HOUSE["name"]}
