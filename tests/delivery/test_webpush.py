"""The knock: sealed as RFC 8291 says, signed as RFC 8292 says, sent nowhere but to a push service we know."""

import base64
import hashlib
import hmac
import json
import os
import socket
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from hearth.delivery import webpush
from hearth.delivery.webpush import BadSubscription
from tests.delivery.conftest import Browser
from tests.delivery.sinks import PushSink, certified

EVENING = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)


def read64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """Open a knock as a browser does: written from the standards, with the standard library's HMAC only."""

    def expand(prk: bytes, info: bytes, length: int) -> bytes:
        return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()[:length]

    salt, size, width = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + width], body[21 + width :]
    assert len(sealed) <= size, "more than one record"
    public = key.public_key().public_numbers()
    own = b"\x04" + public.x.to_bytes(32, "big") + public.y.to_bytes(32, "big")
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    prk_key = hmac.new(secret, shared, hashlib.sha256).digest()
    ikm = expand(prk_key, b"WebPush: info\x00" + own + sender, 32)
    prk = hmac.new(salt, ikm, hashlib.sha256).digest()
    cek = expand(prk, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = expand(prk, b"Content-Encoding: nonce\x00", 12)
    record = AESGCM(cek).decrypt(nonce, sealed, None).rstrip(b"\x00")
    assert record.endswith(b"\x02"), "not the last record"
    return record[:-1]


# ── the standards ─────────────────────────────────────────────────────────────────────────────────────────────
# RFC 8291, section 5 and appendix A.
VECTOR = {
    "plaintext": b"When I grow up, I want to be a watermelon",
    "as_private": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    "ua_private": "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    "ua_public": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    "salt": "DGv6ra1nlYgDCS1FRnbzlw",
    "body": (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    ),
}


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(read64(text), "big"), ec.SECP256R1())


def test_the_seal_is_the_one_of_the_standard_byte_for_byte():
    body = webpush.seal(
        VECTOR["plaintext"],
        p256dh=VECTOR["ua_public"],
        auth=VECTOR["auth"],
        length=0,
        salt=read64(VECTOR["salt"]),
        ours=private(VECTOR["as_private"]),
    )
    assert body == read64(VECTOR["body"])


def test_the_reader_of_these_tests_opens_the_standards_own_example():
    assert opened(read64(VECTOR["body"]), private(VECTOR["ua_private"]), read64(VECTOR["auth"])) == VECTOR["plaintext"]


@given(words=st.binary(max_size=webpush.PADDED - 1).filter(lambda words: not words.endswith(b"\x00")))
def test_every_knock_opens_and_all_have_one_length(words):
    browser = Browser()
    body = webpush.seal(words, p256dh=browser.subscription["p256dh"], auth=browser.subscription["auth"])
    assert opened(body, browser.key, browser.secret) == words
    assert len(body) == 16 + 4 + 1 + 65 + webpush.PADDED + 16


def test_a_knock_is_sealed_anew_each_time_and_for_one_browser_only(browser):
    subscription = {name: browser.subscription[name] for name in ("p256dh", "auth")}
    first, second = (webpush.seal(b"same", **subscription) for _ in range(2))
    assert first[:16] != second[:16] and first[21:86] != second[21:86] and first[86:] != second[86:]
    with pytest.raises(InvalidTag):
        opened(first, Browser().key, browser.secret)
    with pytest.raises(InvalidTag):
        opened(first, browser.key, b"another sixteen!")


def test_what_does_not_fit_one_record_is_refused(browser):
    subscription = {name: browser.subscription[name] for name in ("p256dh", "auth")}
    with pytest.raises(ValueError):
        webpush.seal(b"x" * 5000, **subscription)


def test_a_push_service_can_check_who_knocks(settings):
    settings.BASE_URL = "https://house.example"
    key = ec.generate_private_key(ec.SECP256R1())
    header = webpush.signature("push.services.example", now=EVENING, key=key)
    scheme, _space, rest = header.partition(" ")
    told = dict(part.split("=", 1) for part in rest.split(", "))
    head, claims, signed = told["t"].split(".")
    assert scheme == "vapid"
    assert json.loads(read64(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(read64(claims)) == {
        "aud": "https://push.services.example",
        "exp": int((EVENING + timedelta(hours=12)).timestamp()),
        "sub": "https://house.example",
    }
    raw = read64(signed)
    assert len(raw) == 64
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read64(told["k"]))
    public.verify(
        utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
        f"{head}.{claims}".encode(),
        ec.ECDSA(SHA256()),
    )


# ── the house's key ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_key_is_made_once_and_only_we_can_read_it(settings, tmp_path):
    settings.DATA, settings.VAPID_KEY = tmp_path / "new house", ""
    public = webpush.public_key()
    file = tmp_path / "new house" / "vapid-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    webpush.house_key.cache_clear()
    assert webpush.public_key() == public
    assert [found.name for found in file.parent.iterdir()] == ["vapid-key"]
    assert len(read64(public)) == 65 and read64(public)[0] == 4


def test_of_many_processes_starting_at_once_all_use_one_key(tmp_path):
    file, found, gate = tmp_path / "vapid-key", [], threading.Barrier(8)

    def start():
        gate.wait()
        found.append(webpush.kept_or_made(file))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1
    assert os.listdir(tmp_path) == ["vapid-key"]


def test_a_key_others_can_read_is_not_used(settings, tmp_path):
    settings.DATA, settings.VAPID_KEY = tmp_path, ""
    webpush.public_key()
    webpush.house_key.cache_clear()
    (tmp_path / "vapid-key").chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="0600"):
        webpush.public_key()


def test_a_key_may_come_from_the_environment(settings, tmp_path):
    settings.DATA, settings.VAPID_KEY = tmp_path, VECTOR["ua_private"]
    assert webpush.public_key() == VECTOR["ua_public"]
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("nonsense", ["no", "AAAA", "A" * 43, "A" * 86, "!" * 43])
def test_a_key_that_is_none_is_refused(settings, tmp_path, nonsense):
    settings.DATA, settings.VAPID_KEY = tmp_path, nonsense
    with pytest.raises(ImproperlyConfigured):
        webpush.public_key()


# ── who may be knocked at ─────────────────────────────────────────────────────────────────────────────────────
REAL = [
    "https://fcm.googleapis.com/fcm/send/c1a2-b3:APA91bH_x",
    "https://fcm.googleapis.com/wp/d1:APA91",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh_x-y",
    "https://web.push.apple.com/QGuQyavXutnMCiz5",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2fx",
]

# Our server would call these from inside our walls, for anyone who may subscribe.
INTO_OUR_WALLS = [
    "http://fcm.googleapis.com/x",
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://0/x",
    "https://0.0.0.0/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.1/x",
    "https://017700000001/x",
    "https://127.1/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[::ffff:7f00:1]/x",
    "https://[64:ff9b::7f00:1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/x",
    "https://192.168.1.1/x",
    "https://metadata.google.internal/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443/x",
    "https://fcm.googleapis.com:22/x",
    "https://fcm.googleapis.com:/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://127.0.0.1#@fcm.googleapis.com/x",
    "https://127.0.0.1?@fcm.googleapis.com/x",
    "https://127.0.0.1%2f@fcm.googleapis.com/x",
    "https://127.0.0.1 fcm.googleapis.com/x",
    "https://127.0.0.1\tfcm.googleapis.com/x",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: 127.0.0.1",
    "https://fcm.googleapis.com/x\n",
    "\nhttps://fcm.googleapis.com/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com./x",
    "https://.fcm.googleapis.com/x",
    "https://fcm..googleapis.com/x",
    "https://FCM.googleapis.com/x",
    "HTTPS://fcm.googleapis.com/x",
    "https:/fcm.googleapis.com/x",
    "https:fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/x",
    "javascript:alert(1)",
    "data:text/plain,x",
    "https://fcm.googleapis.com.elsewhere.example/x",
    "https://xfcm.googleapis.com/x",
    "https://evil.fcm.googleapis.com/x",
    "https://googleapis.com/x",
    "https://push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://web.push.apple.com.elsewhere.example/x",
    "https://fcm\u3002googleapis\u3002com/x",
    "https://fcm.googleapis.c\u03bfm/x",
    "https://\u24d5cm.googleapis.com/x",
    "https://fcm.googleapis.com/\u00e9",
    "https://fcm.googleapis.com/\x00",
    "https://xn--fcm.googleapis.com/x",
    "https://fcm.googleapis.com/" + "x" * 1000,
    "",
]


@pytest.mark.parametrize("endpoint", REAL)
def test_the_push_services_people_have_are_known(endpoint):
    assert endpoint.startswith(f"https://{webpush.host_of(endpoint)}/")


def test_there_are_sixty_ways_and_more():
    assert len(INTO_OUR_WALLS) >= 60


@pytest.mark.parametrize("endpoint", INTO_OUR_WALLS)
def test_an_address_that_leads_elsewhere_is_not_called(endpoint, browser):
    with pytest.raises(BadSubscription):
        webpush.check_subscription(**(browser.subscription | {"endpoint": endpoint}))


@pytest.mark.parametrize("known", ["*", "*.", "*.com", "com", "https://fcm.googleapis.com"])
def test_a_careless_list_opens_nothing(settings, known):
    settings.PUSH_HOSTS = [known]
    with pytest.raises(BadSubscription):
        webpush.host_of("https://fcm.googleapis.com/x")


PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
    "2001:db8::1", "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_walls_is_not_public(address):
    assert not webpush.is_public(address)


@pytest.mark.parametrize("address", ["142.250.74.10", "17.57.144.1", "2a00:1450:4001:81b::200a", "64:ff9b::8efa:4a0a"])
def test_an_address_of_the_open_internet_is_public(address):
    assert webpush.is_public(address)


# ── knocking ──────────────────────────────────────────────────────────────────────────────────────────────────
over_the_wire = pytest.mark.django_db(transaction=True)


@over_the_wire
def test_a_knock_tells_the_push_service_nothing_but_that_it_is_one(knock, carry, push_sink, browser, evening):
    knock(expires_at=evening + timedelta(hours=2))
    assert carry(push_sink=push_sink) == 1
    [arrived] = push_sink.knocks
    assert json.loads(opened(arrived.body, browser.key, browser.secret)) == {"text": "Hearth: something is waiting"}
    assert arrived.path == "/wp/kitchen-laptop"
    assert [arrived.headers[name] for name in ("topic", "urgency", "content-encoding")] == [
        "hearth",
        "normal",
        "aes128gcm",
    ]
    # Two hours, less what the round has taken so far.
    assert 7190 <= int(arrived.headers["ttl"]) <= 7200
    assert set(arrived.headers) == {
        "host", "accept-encoding", "content-length", "authorization", "content-encoding", "content-type", "ttl",
        "topic", "urgency",
    }  # fmt: skip
    assert arrived.headers["authorization"].endswith(f", k={webpush.public_key()}")


@over_the_wire
def test_all_knocks_look_alike(knock, carry, push_sink, evening):
    knock("plain", language="en-gb")
    knock("in Spanish", language="es")
    knock("a call for help", urgent=True)
    assert carry(push_sink=push_sink) == 3
    assert len({len(arrived.body) for arrived in push_sink.knocks}) == 1
    assert [arrived.headers["urgency"] for arrived in push_sink.knocks] == ["high", "normal", "normal"]
    # However long a letter may wait with us, with them it stays a day at most.
    assert {arrived.headers["ttl"] for arrived in push_sink.knocks} == {"86400"}


@over_the_wire
@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (201, "sent"), (202, "sent"), (204, "sent"), (404, "gone"), (410, "gone"), (429, "waiting"),
     (500, "waiting"), (503, "waiting"), (400, "failed"), (401, "failed"), (403, "failed"), (413, "failed"),
     (301, "failed"), (302, "failed"), (307, "failed"), (308, "failed")],
)  # fmt: skip
def test_what_a_push_service_answers(knock, carry, push_sink, status, state):
    letter = knock()
    push_sink.status = status
    push_sink.headers = {"Location": f"https://{PushSink.HOST}/elsewhere"} if 300 <= status < 400 else {}
    carry(push_sink=push_sink)
    letter.refresh_from_db()
    assert letter.state == state
    assert len(push_sink.knocks) == 1, "a redirect is never followed"


@over_the_wire
def test_a_push_service_may_ask_us_to_wait(knock, carry, push_sink, evening):
    letter = knock()
    push_sink.status, push_sink.headers = 429, {"Retry-After": "1800"}
    carry(push_sink=push_sink)
    letter.refresh_from_db()
    assert letter.due_at - evening >= timedelta(minutes=30)


@pytest.mark.parametrize("asked", ["soon", "-5", "²", "Tue, 24 Nov 2026 22:40:00 GMT", "9" * 400, None])
def test_an_odd_wish_to_wait_does_no_harm(asked):
    assert timedelta() <= webpush.verdict(503, asked).wait <= timedelta(days=1)


@over_the_wire
def test_a_push_service_that_does_not_answer_is_asked_once_a_round(knock, carry, push_sink):
    push_sink.silent = True
    for number in range(3):
        knock(str(number))
    ways = {"push": lambda: webpush.PushBag(push_sink.road(timeout=0.3))}
    assert carry(ways=ways) == 0
    assert push_sink.connections == 1
    push_sink.silent = False
    assert carry(after=timedelta(minutes=2), push_sink=push_sink) == 3


@over_the_wire
def test_a_known_name_that_leads_into_our_walls_is_not_called(knock, carry, push_sink):
    letter = knock()
    inside = push_sink.road(may_call=webpush.is_public)
    assert carry(ways={"push": lambda: webpush.PushBag(inside)}) == 0
    letter.refresh_from_db()
    assert (push_sink.connections, letter.state, letter.reason) == (0, "waiting", "ClosedRoad")


@over_the_wire
def test_one_inner_address_among_public_ones_closes_the_road(knock, carry, push_sink):
    def mixed(host, port, **kind):
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in ("142.250.74.10", "127.0.0.1")]

    knock()
    road = push_sink.road(resolve=mixed, may_call=webpush.is_public)
    assert carry(ways={"push": lambda: webpush.PushBag(road)}) == 0
    assert push_sink.connections == 0


@over_the_wire
def test_a_name_that_answers_differently_the_second_time_is_asked_once(knock, carry, push_sink):
    asked = []

    def rebinding(host, port, **kind):
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    knock()
    assert carry(ways={"push": lambda: webpush.PushBag(push_sink.road(resolve=rebinding))}) == 1
    assert asked == [PushSink.HOST]


@over_the_wire
def test_a_host_with_a_dead_address_is_reached_by_its_other_one(knock, carry, push_sink):
    def two(host, port, **kind):
        return [
            (socket.AF_INET6, 1, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, 1, 6, "", ("127.0.0.1", port)),
        ]

    knock()
    road = push_sink.road(resolve=two, may_call=lambda address: address in ("::1", "127.0.0.1"))
    assert carry(ways={"push": lambda: webpush.PushBag(road)}) == 1


@over_the_wire
def test_a_server_that_only_pretends_to_be_the_push_service_gets_nothing(knock, carry, push_sink):
    letter = knock()
    _certificate, push_sink._tls = certified("elsewhere.example")
    assert carry(push_sink=push_sink) == 0
    letter.refresh_from_db()
    assert push_sink.knocks == []
    assert (letter.state, letter.reason) == ("waiting", "SSLCertVerificationError")


@over_the_wire
def test_a_push_service_taken_off_the_list_is_not_called_any_more(knock, carry, push_sink, settings):
    letter = knock()
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    assert carry(push_sink=push_sink) == 0
    letter.refresh_from_db()
    assert (push_sink.connections, letter.state) == (0, "failed")


def test_without_a_tests_road_only_the_open_internet_is_called():
    road = webpush.Road()
    assert road.resolve is socket.getaddrinfo
    assert road.may_call is webpush.is_public
    assert road.port == 443
    assert road.tls.check_hostname and road.tls.verify_mode.name == "CERT_REQUIRED"
