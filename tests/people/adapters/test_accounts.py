"""Coming in and signing in, through the pages of the library as they are dressed and bent here."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as second_steps
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from hearth.people.adapters.accounts import KNOWN_DEVICE, AccountAdapter
from hearth.people.adapters.hashers import HouseArgon2Hasher
from hearth.people.models import Person, Session
from tests.cast import PASSPHRASE
from tests.people.conftest import NEW

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


@pytest.fixture
def hashings(monkeypatch):
    """Every time a passphrase is really hashed or compared: what takes long enough to be noticed from outside."""
    seen = []
    for name in ("encode", "verify"):
        work = getattr(HouseArgon2Hasher, name)
        monkeypatch.setattr(
            HouseArgon2Hasher, name, lambda self, *given, work=work, name=name: seen.append(name) or work(self, *given)
        )
    return seen


# ── coming in ──


def test_someone_comes_in_with_a_name_and_four_words(come_in, client):
    response = come_in()
    assert response.status_code == 302
    assert response.url == reverse("people:arrival.show")
    person = Person.objects.get()
    assert (person.display_name, person.pattern, person.dye) == ("Slow Kettle", 2, 3)
    assert (person.country, person.zone, person.email) == ("IE", "Europe/Dublin", "")
    assert re.fullmatch(r"slow-kettle-[a-z]+-\d\d", person.sign_in_name)
    assert person.adult_attested_at is not None
    assert person.way_back.startswith("argon2$")
    assert person.sign_in_name in client.get(response.url).content.decode()


def test_someone_comes_in_with_an_address_and_is_written_to(come_in, letters):
    come_in(back="email", written_down="", email="Kettle@post.example")
    person = Person.objects.get()
    assert person.email == "kettle@post.example"
    assert person.way_back == ""
    assert not EmailAddress.objects.get(user=person).verified
    (letter,) = letters()
    assert letter.address == "kettle@post.example"
    assert "http://localhost:8000/account/confirm-email/" in letter.text


def test_coming_in_leads_on_to_where_someone_was_going(come_in, client):
    client.get("/account/signup/?next=/groups/abc/join/")
    response = come_in(next="/groups/abc/join/")
    assert response.url == reverse("people:arrival.show")
    assert 'href="/groups/abc/join/"' in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_coming_in_never_leads_to_another_site(come_in, client, elsewhere):
    come_in(next=elsewhere)
    assert "evil.example" not in client.get(reverse("people:arrival.show")).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "07700 900123"}, "name"),
        ({"password1": ""}, "password1"),
        ({"password1": "short"}, "password1"),
        ({"password1": "password1234"}, "password1"),
        ({"password1": "slow kettle 1"}, "password1"),
        ({"password1": "x" * 129}, "password1"),
        ({"written_down": ""}, "written_down"),
        ({"back": "email"}, "email"),
        ({"back": "email", "email": "no address"}, "email"),
        ({"back": "email", "email": "slow kettle@post.example"}, "email"),
        ({"adult": ""}, "adult"),
        ({"kind": ""}, "kind"),
        ({"patch": "9-9"}, "patch"),
        ({"country": "ZZ"}, "country"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(come_in, changed, field):
    response = come_in(**changed)
    assert response.status_code == 422
    assert field in response.context_data["form"].errors
    assert not Person.objects.exists()
    page = response.content.decode()
    if "name" not in changed:
        assert 'value="Slow Kettle"' in page
    assert NEW not in page, "a passphrase is never sent back"


def test_a_page_shown_again_shows_the_same_four_words(come_in, fill):
    words = fill()["page"]
    response = come_in(page=words, adult="")
    assert response.context_data["form"].four_words == response.context_data["form"]._shown()[1]
    assert response.status_code == 422


def test_a_page_somebody_tampered_with_gets_new_words_and_says_so(come_in):
    response = come_in(page="WyJteSBvd24iXQ:forged:forged")
    assert response.status_code == 422
    assert "four new words" in response.content.decode()
    assert not Person.objects.exists()


def test_what_fills_in_the_page_at_once_is_held_and_may_try_again(come_in, fill):
    sent = fill()
    assert come_in(after=timedelta(seconds=0.2), **sent).status_code == 422
    assert not Person.objects.exists()
    assert come_in(after=timedelta(seconds=20), **sent).status_code == 302


def test_what_fills_in_the_hidden_field_is_thanked_and_gets_no_account(come_in, letters):
    response = come_in(website="https://spam.example/")
    assert response.status_code == 302
    assert not Person.objects.exists()
    assert letters() == []


def test_an_unknown_zone_falls_back_to_the_house(come_in):
    come_in(zone="Middle/Earth")
    assert Person.objects.get().zone == "Europe/London"


def test_signing_up_with_an_address_that_has_an_account_looks_like_any_other(come_in, client, cast, letters):
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    taken = come_in(back="email", email="maya@post.example")
    arrived = client.get(taken.url)
    client.logout()
    free = come_in(back="email", email="free@post.example")
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert arrived.status_code == client.get(free.url).status_code == 200
    assert {letter.subject for letter in letters()} == {"Confirm your address"}


def test_too_many_tries_in_a_row_meet_a_calm_page(come_in, fill):
    sent = fill(adult="")
    answers = [come_in(**sent).status_code for _turn in range(21)]
    assert answers[:20] == [422] * 20
    assert answers[20] == 429


# ── signing in ──


def test_signing_in_with_the_sign_in_name_leads_to_today(sign_in, cast):
    response = sign_in("Maya")
    assert (response.status_code, response.url) == (302, "/today/")


def test_signing_in_with_the_address_works_too(sign_in, cast):
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    assert sign_in("MAYA@post.example").status_code == 302


def test_signing_in_leads_on_and_never_to_another_site(sign_in, cast, client):
    assert sign_in("maya", next="/groups/abc/").url == "/groups/abc/"
    client.logout()
    assert sign_in("maya", next="https://evil.example/").url == "/today/"


def test_wrong_name_wrong_address_and_wrong_passphrase_are_answered_alike(cast, hashings):
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    hashings.clear()
    pages, work = {}, {}
    for login in ("maya", "nobody-here", "maya@post.example", "nobody@post.example"):
        response = Client().post("/account/login/", {"login": login, "password": "not it at all, no"})
        text = response.content.decode().replace(login, "…")
        pages[login] = (response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text))
        work[login] = len(hashings)
        hashings.clear()
    assert len(set(pages.values())) == 1
    assert pages["maya"][0] == 422
    assert set(work.values()) == {1}, "each is worth exactly one slow hash"


def test_a_member_that_was_closed_is_told_so_only_with_the_right_passphrase(sign_in, cast):
    Person.objects.filter(pk=cast.maya.pk).update(is_active=False)
    assert sign_in("maya", "wrong passphrase, sorry").status_code == 422
    assert sign_in("maya").url == reverse("account_inactive")


def test_the_session_gets_a_new_id_at_sign_in(client, sign_in, cast):
    client.get("/account/signup/")
    client.session["planted"] = "yes"
    client.session.save()
    before = client.cookies.get("hearth")
    sign_in("maya")
    assert before is None or client.cookies["hearth"].value != before.value


def test_a_passphrase_is_never_in_the_page_nor_in_the_session(client, sign_in, cast):
    response = sign_in("maya", "secret words that are wrong")
    assert "secret words" not in response.content.decode()


def test_failing_in_somebodys_name_slows_the_stranger_and_not_the_person(client, sign_in, cast):
    assert sign_in("maya").status_code == 302
    client.post("/account/logout/")
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    answers = [
        stranger.post("/account/login/", {"login": "maya", "password": f"guess number {turn}"}) for turn in range(12)
    ]
    assert "five minutes" in answers[-1].content.decode()
    right = Client(REMOTE_ADDR="198.51.100.7").post("/account/login/", {"login": "maya", "password": PASSPHRASE})
    assert right.status_code == 422, "the stranger’s way is slowed even with the right passphrase"
    assert sign_in("maya").status_code == 302, "Maya’s own device still lets her in"


def test_a_borrowed_device_is_not_remembered(client, sign_in, cast):
    sign_in("maya", borrowed="on")
    assert KNOWN_DEVICE not in client.cookies
    assert client.cookies["hearth"]["max-age"] == ""
    assert Session.objects.get(person=cast.maya).borrowed
    assert 'data-device="borrowed"' in client.get(reverse("people:sessions.index")).content.decode()


def test_limits_count_networks_without_keeping_an_address(rf):
    adapter = AccountAdapter()
    seen = adapter.get_client_ip(rf.get("/", REMOTE_ADDR="2001:db8::1"))
    assert "2001" not in seen
    assert seen == adapter.get_client_ip(rf.get("/", REMOTE_ADDR="2001:db8::ffff"))
    assert seen != adapter.get_client_ip(rf.get("/", REMOTE_ADDR="2001:db8:0:1::1"))


def test_signing_out_happens_by_post_alone_and_clears_the_browser(signed_in, cast):
    client = signed_in(cast.maya)
    assert client.get("/account/logout/").status_code == 200
    assert client.get(reverse("people:preferences.index")).status_code == 200
    response = client.post("/account/logout/")
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(person=cast.maya).exists()
    assert client.get(reverse("people:preferences.index")).status_code == 302


# ── a way back in by letter ──


def test_asking_for_a_link_says_the_same_to_everybody(cast, letters):
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    answers = [
        Client().post("/account/password/reset/", {"email": address}, follow=True)
        for address in ("maya@post.example", "nobody@post.example")
    ]
    bodies = [re.sub(r'value="[^"]{64}"', "", answer.content.decode()) for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert bodies[0] == bodies[1]
    assert len(letters()) == 2, "one letter each: neither takes longer than the other"
    assert {letter.subject for letter in letters()} == {"A link you asked for"}


def test_the_link_sets_a_new_passphrase_once_and_signs_every_device_out(client, cast, letters):
    Client().force_login(cast.maya, backend="allauth.account.auth_backends.AuthenticationBackend")
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    client.post("/account/password/reset/", {"email": "maya@post.example"}, HTTP_HOST="testserver")
    link = re.search(r"http://localhost:8000(/\S+)", letters()[0].text).group(1)
    page = client.get(link, follow=True)
    assert "http" not in page.request["PATH_INFO"]
    assert link not in page.content.decode()
    done = client.post(page.request["PATH_INFO"], {"password1": NEW})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert not Session.objects.filter(person=cast.maya).exists()
    cast.maya.refresh_from_db()
    assert cast.maya.check_password(NEW)
    assert "had its day" in Client().get(link, follow=True).content.decode()


def test_a_weak_new_passphrase_is_refused_by_the_link_as_well(client, cast, letters):
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    client.post("/account/password/reset/", {"email": "maya@post.example"})
    link = re.search(r"http://localhost:8000(/\S+)", letters()[0].text).group(1)
    page = client.get(link, follow=True)
    assert client.post(page.request["PATH_INFO"], {"password1": "password1234"}).status_code == 422


# ── letters ──


def test_letters_go_to_one_address_and_name_nobody(come_in, letters):
    come_in(back="email", email="kettle@post.example")
    (letter,) = letters()
    assert letter.html == ""
    for word in ("Slow", "Kettle", Person.objects.get().sign_in_name, "group", "health", "Hearth"):
        assert word not in letter.subject + letter.text.replace("kettle@post.example", "")


def test_links_in_letters_come_from_our_own_address_whatever_host_was_asked(cast, letters, settings):
    settings.ALLOWED_HOSTS = ["*"]
    EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=True, primary=True)
    Client().post("/account/password/reset/", {"email": "maya@post.example"}, HTTP_HOST="evil.example")
    assert "evil.example" not in letters()[0].text
    assert "http://localhost:8000/account/password/reset/key/" in letters()[0].text


def test_a_change_is_told_at_a_confirmed_address_only(client, signed_in, cast, letters):
    address = EmailAddress.objects.create(user=cast.maya, email="maya@post.example", verified=False, primary=True)
    client = signed_in(cast.maya)
    client.post("/account/password/change/", {"oldpassword": PASSPHRASE, "password1": NEW})
    assert letters() == []
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    client.post("/account/password/change/", {"oldpassword": NEW, "password1": PASSPHRASE})
    (letter,) = letters()
    assert letter.subject == "Something about your account changed"
    assert "127.0.0.1" not in letter.text


def test_an_address_is_confirmed_by_a_post_and_used_from_then_on(client, signed_in, cast, letters, sure):
    client = signed_in(cast.maya)
    sure()
    client.post("/account/email/", {"action_add": "1", "email": "new@post.example"})
    link = re.search(r"http://localhost:8000(/\S+)", letters()[0].text).group(1)
    assert "new@post.example" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified
    cast.maya.refresh_from_db()
    assert cast.maya.email == "new@post.example"


def test_changing_the_address_asks_once_more_who_it_is(signed_in, cast):
    response = signed_in(cast.maya).post("/account/email/", {"action_add": "1", "email": "new@post.example"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.exists()


def test_an_address_of_somebody_else_can_be_asked_for_without_learning_that_it_is_taken(signed_in, cast, sure, letters):
    EmailAddress.objects.create(user=cast.noor, email="noor@post.example", verified=True, primary=True)
    client = signed_in(cast.maya)
    sure()
    taken = client.post("/account/email/", {"action_add": "1", "email": "noor@post.example"})
    free = client.post("/account/email/", {"action_add": "1", "email": "free@post.example"})
    assert (taken.status_code, taken.url) == (free.status_code, free.url)


# ── second steps ──


def test_a_second_step_is_asked_for_and_a_code_works_once(client, sign_in, cast):
    TOTP.activate(cast.maya, SECRET)
    assert sign_in("maya").url == reverse("mfa_authenticate")
    assert client.get(reverse("people:preferences.index")).status_code == 302, "not in yet"
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    code = code_now()
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == "/today/"
    client.post("/account/logout/")
    sign_in("maya")
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422, "seen over a shoulder"


def test_borrowed_is_remembered_over_the_second_step(client, sign_in, cast):
    TOTP.activate(cast.maya, SECRET)
    sign_in("maya", borrowed="on")
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert Session.objects.get(person=cast.maya).borrowed


def test_what_codes_are_made_from_is_not_in_the_table_as_it_is(cast):
    TOTP.activate(cast.maya, SECRET)
    kept = Authenticator.objects.get(user=cast.maya).data["secret"]
    assert SECRET not in kept
    assert second_steps().decrypt(kept) == SECRET


def test_setting_up_codes_asks_who_it_is_and_gives_codes_for_a_bad_day(signed_in, cast, sure):
    client = signed_in(cast.maya)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    sure()
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context_data["form"].secret
    assert secret in page.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422
    page = client.get(reverse("mfa_activate_totp"))
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context_data["form"].secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = client.get(done.url).context_data["unused_codes"]
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert client.get(reverse("mfa_view_recovery_codes")).context_data["unused_codes"] != codes


def test_passkeys_show_the_made_up_name_and_never_an_address(signed_in, cast, sure):
    Person.objects.filter(pk=cast.maya.pk).update(email="maya@post.example")
    client = signed_in(cast.maya)
    sure()
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "creation" not in page
    assert "&#34;name&#34;: &#34;maya&#34;" in page or '"name": "maya"' in page
    assert "maya@post.example" not in page


def test_what_the_device_says_is_checked(client, signed_in, cast, sure):
    client = signed_in(cast.maya)
    sure()
    client.get(reverse("mfa_add_webauthn"))
    for said in ("", "{}", "[]", "not json", '{"id": "x", "response": {}}'):
        assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": said}).status_code == 422
    client.post("/account/logout/")
    for said in ("", "{}", '{"response": {"userHandle": "AAAA"}}'):
        refused = client.post(reverse("mfa_login_webauthn"), {"credential": said}, follow=True)
        assert refused.redirect_chain[-1][0] == reverse("account_login")


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index", "mfa_list_webauthn"])
def test_a_signed_out_stranger_is_taken_to_sign_in(client, db, name):
    assert client.get(reverse(name)).url.startswith("/account/login/")


def test_a_stranger_cannot_touch_somebodys_passkey(signed_in, cast, sure):
    key = Authenticator.objects.create(user=cast.maya, type="webauthn", data={"name": "Maya’s", "credential": {}})
    client = signed_in(cast.omar)
    sure()
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
        assert client.post(reverse(name, args=[key.pk]), {"name": "mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
