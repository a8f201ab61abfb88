"""What django-allauth asks us: how accounts are made, where letters go, what is said and what is not."""

import base64
import ipaddress
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.transactions import writing
from hearth.delivery import outbox
from hearth.people.actions import accounts

KNOWN_DEVICE = "hearth-known"
YEAR = 365 * 24 * 3600

# What the library would say, in our words and without anybody's name or address. What is not here is not said: the
# page that follows says it itself.
SAID = {
    "account/messages/cannot_delete_primary_email.txt": _("That address can’t be taken away before you have another."),
    "account/messages/email_confirmation_failed.txt": _("That address can’t be confirmed for this account."),
    "account/messages/email_confirmation_sent.txt": _("We have written to that address. The letter says what to do."),
    "account/messages/email_confirmed.txt": _("Your address is confirmed."),
    "account/messages/email_deleted.txt": _("Your address is taken away."),
    "account/messages/password_changed.txt": _("Your passphrase is changed. Every other device is signed out."),
    "account/messages/password_set.txt": _("Your passphrase is set."),
    "mfa/messages/recovery_codes_generated.txt": _("Here are new codes. Older ones open nothing any more."),
    "mfa/messages/totp_activated.txt": _("Signing in now asks for a code as well. Other devices are signed out."),
    "mfa/messages/totp_deactivated.txt": _("Signing in no longer asks for a code."),
    "mfa/messages/webauthn_added.txt": _("This passkey opens your account now. Other devices are signed out."),
    "mfa/messages/webauthn_removed.txt": _("That passkey opens nothing any more."),
}
NO_MATCH = _("That name and passphrase don’t belong together. Look at both once more.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of the house: names it makes itself, letters through its own outbox, no chatter."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for every reason: which of the two was wrong would tell a stranger who is here.
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "enter_current_password": _("That is not your passphrase of today."),
        "incorrect_password": _("That is not your passphrase. Look at it once more."),
        "incorrect_code": _("That code doesn’t fit. Codes change every half minute; try the one shown now."),
        "duplicate_email": _("You already use this address."),
        "max_email_addresses": _("You can’t add another address now."),
        "too_many_login_attempts": _("That was tried many times. Please wait five minutes; nothing is locked."),
        "rate_limited": _("That was tried many times. Please wait a few minutes; nothing is locked."),
    }

    # ── coming in ──

    def populate_username(self, request, user):
        """Nothing yet: the name is made in the deed that saves the account."""

    def save_user(self, request, user, form, commit=True):
        form.fill(user)
        super().save_user(request, user, form, commit=False)
        return accounts.arrive(person=user, by=user)

    def pre_login(self, request, user, **about):
        # Asked for on the sign-in page, needed once the second step is done: kept in the session until then.
        request.session["borrowed"] = bool(request.POST.get("borrowed"))
        return super().pre_login(request, user, **about)

    def post_login(self, request, user, *, signup, redirect_url, **about):
        if signup:
            # First the page with the name to write down, then on to where this person was going.
            request.session["onward"] = redirect_url or ""
            redirect_url = reverse("people:arrival.show")
        response = super().post_login(request, user, signup=signup, redirect_url=redirect_url, **about)
        if not request.session.get("borrowed"):
            response.set_cookie(
                KNOWN_DEVICE,
                signing.dumps(secrets.token_hex(8), salt=KNOWN_DEVICE),
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def reauthenticate(self, user, password):
        right = super().reauthenticate(user, password)
        if right:
            # What this session may do from now on, an id somebody saw earlier must not.
            current.request.session.cycle_key()
        return right

    # ── limits ──

    def get_client_ip(self, request):
        """A number that stands for the address, for a day: nothing here keeps where somebody lives."""
        address = super().get_client_ip(request)
        try:
            number = ipaddress.ip_address(address)
            if number.version == 6:
                address = str(ipaddress.ip_network(f"{number}/64", strict=False))
        except ValueError:
            pass
        today = clock.now().date().isoformat()
        return salted_hmac("hearth.people.network", f"{today}:{address}", algorithm="sha256").hexdigest()[:16]

    def _get_login_attempts_cache_key(self, request, **credentials):
        login = (credentials.get("email") or credentials.get("username") or "").lower()
        try:
            device = signing.loads(request.COOKIES.get(KNOWN_DEVICE, ""), salt=KNOWN_DEVICE, max_age=YEAR)
        except signing.BadSignature:
            device = ""
        return f"{login}:{device}"

    # ── what is said ──

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        said = message or SAID.get(message_template)
        if said:
            messages.add_message(request, level, str(said))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner what changed, at an address that was confirmed: an unconfirmed one may be a stranger's."""
        for address in EmailAddress.objects.filter(user_id=user.pk, verified=True).filter(
            **({"email": email} if email else {"primary": True})
        ):
            self.send_mail(template_prefix, address.email, {})

    def send_mail(self, template_prefix, email, context):
        """Write the letter into the outbox: a mail server that is down shows nobody anything.

        Links are built from our own address, never from the Host header of whoever asked.
        """
        # Nothing else of what the library offers: a letter lies open in mailboxes others may share.
        told = {
            name: settings.BASE_URL + _path_of(context[name])
            for name in ("password_reset_url", "activate_url", "signup_url")
            if context.get(name)
        }
        told["base_url"] = settings.BASE_URL
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", told).split())
        text = render_to_string(f"{template_prefix}_message.txt", told)
        now = clock.now()
        with writing():
            outbox.post_email(
                address=email,
                subject=subject,
                text=text.strip() + "\n",
                key=f"account:{template_prefix.rsplit('/', 1)[-1]}:{secrets.token_hex(12)}",
                urgent=True,
                now=now,
            )


def _path_of(url: str) -> str:
    """Return the path of an absolute URL, with its query."""
    rest = url.split("://", 1)[-1]
    return "/" + rest.split("/", 1)[1] if "/" in rest else "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second steps of the house."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return settings.HOUSE["name"]

    def get_totp_label(self, user) -> str:
        # Shown on the lock screen of some phones: the house's name is enough.
        return settings.HOUSE["name"]

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": settings.HOUSE["name"]}

    def get_public_key_credential_user_entity(self, user) -> dict:
        # Shown in the device's own list of passkeys: the made-up name, never an address.
        return {
            **super().get_public_key_credential_user_entity(user),
            "name": user.sign_in_name,
            "display_name": user.sign_in_name,
        }

    def generate_authenticator_name(self, user, type) -> str:
        return str(_("This device"))

    # A copied database must open no account: what codes are made from is kept under a key that is not in it.

    def encrypt(self, text: str) -> str:
        return _sealing().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealing().decrypt(encrypted_text.encode()).decode()


def _sealing() -> Fernet:
    key = salted_hmac("hearth.people.second-step", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
