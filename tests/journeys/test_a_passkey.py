"""Noor adds a passkey to her telephone, signs out, and comes back in with it alone."""

import pytest

from tests.browser import PHONE, Watch
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.browser

# An authenticator inside the browser that says yes, as a finger on a sensor does.
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def phone(chromium, house):
    """A telephone with a fingerprint sensor. Passkeys need a name for the house, not a number."""
    home = house.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(**PHONE, base_url=home, service_workers="block")
    watch = Watch(context, home)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    yield page
    context.close()
    assert watch.errors == []
    assert watch.foreign == []


def test_a_passkey_is_made_and_opens_the_account_alone(phone):
    phone.goto("/workshop/")
    phone.locator('[data-person="noor"] button').first.click()
    phone.wait_for_url(lambda address: "/workshop/" not in address)

    phone.goto("/account/2fa/webauthn/add/")
    phone.fill("#id_password", PASSPHRASE)
    phone.press("#id_password", "Enter")
    phone.wait_for_url("**/webauthn/add/")
    phone.fill("#id_name", "My telephone")
    phone.check("#id_passwordless")
    phone.click("pass-key button")
    phone.wait_for_url("**/recovery-codes/")
    assert phone.locator(".codes li").count() == 10

    phone.goto("/account/logout/")
    phone.click("main button.btn")
    phone.wait_for_url(lambda address: "/account/" not in address)
    phone.goto("/account/login/")
    phone.click("pass-key button")
    phone.wait_for_url("**/today/")

    phone.goto("/account/2fa/webauthn/")
    assert "My telephone" in phone.locator("main").inner_text()


def test_a_passphrase_can_be_looked_at_while_it_is_typed(phone):
    phone.goto("/account/login/")
    phone.fill("#id_password", "three words here")
    phone.click("show-passphrase button")
    assert phone.get_attribute("#id_password", "type") == "text"
    assert phone.locator("show-passphrase button").get_attribute("aria-pressed") == "true"
    phone.click("show-passphrase button")
    assert phone.get_attribute("#id_password", "type") == "password"


def test_a_suggested_name_writes_itself_into_the_field(phone):
    phone.goto("/account/signup/")
    idea = phone.locator("name-ideas button").first
    wanted = idea.inner_text()
    idea.click()
    assert phone.input_value("#id_name") == wanted
    assert phone.locator("#id_email").is_hidden()
    phone.check("#id_back_1")
    assert phone.locator("#id_email").is_visible()
    assert phone.locator("#id_written_down").is_hidden()
    assert "/" in phone.input_value('[name="zone"]') or phone.input_value('[name="zone"]') == "UTC"
