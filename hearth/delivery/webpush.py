"""Web push: a knock on a browser, with constant words, sealed for that browser alone.

RFC 8030 (the POST), 8188 and 8291 (the sealing), 8292 (who we are). What the push service learns is that this
house has something for this browser, and when; not what, from whom or how long: every body has the same length.
Standards and our reasons for writing this ourselves: `docs/adr/`.
"""

import base64
import binascii
import contextlib
import http.client
import ipaddress
import json
import os
import re
import secrets
import socket
import ssl
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hearth.delivery.models import Letter
from hearth.delivery.outcomes import SENT, Outcome, again, failed, gone

CURVE = ec.SECP256R1()
RECORD = 4096
# Before sealing. Every knock is filled up to this, so that its length tells nothing.
PADDED = 512
LONGEST_STAY = timedelta(days=1)
TIMEOUT = 8
# A host may have an address for each kind of internet, and we only one of the kinds.
MOST_ADDRESSES = 3
# One topic for all: a knock still waiting at the push service is replaced by the next, and names nothing.
TOPIC = "hearth"

_ENDPOINT = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)"
    r"/[A-Za-z0-9._~:/?@!$&'()*+,;=%-]+",
    re.ASCII,
)


class BadSubscription(ValueError):
    """Not a push subscription that a browser made with a push service we know."""


# ── who may be knocked at ─────────────────────────────────────────────────────────────────────────────────
def host_of(endpoint: str) -> str:
    """Return the host of an endpoint we are willing to call. Raises BadSubscription for every other text.

    Whoever subscribes chooses this address, and our server then calls it from inside our walls. So it is matched
    whole against a narrow form (no port, no user, no odd spelling) and its host against the push services we know.
    """
    match = _ENDPOINT.fullmatch(endpoint) if len(endpoint) <= 1000 else None
    if match is None or not is_known(match["host"]):
        raise BadSubscription("Not an address of a push service this house knows.")
    return match["host"]


def is_known(host: str) -> bool:
    for known in settings.PUSH_HOSTS:
        if known.startswith("*."):
            # A star never stands for a whole top-level domain.
            if "." in known[2:] and host.endswith(known[1:]):
                return True
        elif host == known:
            return True
    return False


def is_public(address: str) -> bool:
    """Answer whether a resolved address lies in the open internet, looking through addresses that wrap others."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if wrapped:
            return is_public(str(wrapped))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.ip_address(ip.packed[-4:])))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def check_subscription(*, endpoint: str, p256dh: str, auth: str) -> None:
    """Raise BadSubscription unless a knock could be sealed for this browser and sent."""
    host_of(endpoint)
    browser_key(p256dh)
    if len(from_base64(auth)) != 16:
        raise BadSubscription("The secret of a subscription has sixteen bytes.")


def browser_key(p256dh: str) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_base64(p256dh))
    except ValueError as wrong:
        raise BadSubscription("Not a key of a browser.") from wrong


# ── sealing ───────────────────────────────────────────────────────────────────────────────────────────────
def seal(
    words: bytes,
    *,
    p256dh: str,
    auth: str,
    length: int = PADDED,
    salt: bytes | None = None,
    ours: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Seal words for one browser (RFC 8291). `salt` and `ours` are fresh each time unless a test gives them."""
    salt = salt or secrets.token_bytes(16)
    ours = ours or ec.generate_private_key(CURVE)
    theirs = browser_key(p256dh)
    our_point, their_point = point(ours.public_key()), point(theirs)
    shared = derive(
        ours.exchange(ec.ECDH(), theirs),
        salt=from_base64(auth),
        info=b"WebPush: info\0" + their_point + our_point,
        length=32,
    )
    key = derive(shared, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = derive(shared, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    # 2 ends the last record; zeros after it are padding.
    record = (words + b"\x02").ljust(length, b"\0")
    sealed = AESGCM(key).encrypt(nonce, record, None)
    if len(sealed) > RECORD:
        raise ValueError("Too long for one record.")
    return salt + struct.pack("!LB", RECORD, len(our_point)) + our_point + sealed


def derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# ── who we are ────────────────────────────────────────────────────────────────────────────────────────────
@cache
def house_key(given: str, file: Path) -> ec.EllipticCurvePrivateKey:
    """Return the house's signing key: the given one, else the one in the file, made at first use.

    Browsers tie their subscription to it: a house that loses it loses every subscription.
    """
    return key_of(given) if given else key_of(kept_or_made(file))


def key_of(text: str) -> ec.EllipticCurvePrivateKey:
    try:
        raw = from_base64(text.strip())
        if len(raw) != 32:
            raise ValueError(len(raw))
        return ec.derive_private_key(int.from_bytes(raw), CURVE)
    except ValueError as wrong:
        raise ImproperlyConfigured("The web push key must be 32 bytes in base64url.") from wrong


def kept_or_made(file: Path) -> str:
    """Read the key, or make one that only we can read. Of two processes starting at once, one makes it."""
    try:
        if file.stat().st_mode & 0o077:
            raise ImproperlyConfigured(f"{file.name} can be read by others on this machine; make it mode 0600.")
        return file.read_text()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(to_base64(number.to_bytes(32)) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        # A link, unlike a rename, fails when the other process was first: then both use that one.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text()


def our_key() -> ec.EllipticCurvePrivateKey:
    return house_key(settings.VAPID_KEY, settings.DATA / "vapid-key")


def public_key() -> str:
    """The house's key as a browser wants it when it subscribes (`applicationServerKey`)."""
    return to_base64(point(our_key().public_key()))


def signature(host: str, *, now: datetime, key: ec.EllipticCurvePrivateKey) -> str:
    """Return the Authorization header that tells a push service who knocks (RFC 8292)."""
    keeper = settings.BASE_URL if settings.BASE_URL.startswith("https:") else "mailto:keeper@" + house_name()
    claims = {"aud": f"https://{host}", "exp": int((now + timedelta(hours=12)).timestamp()), "sub": keeper}
    signed = ".".join(to_base64(compact(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    token = f"{signed}.{to_base64(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={to_base64(point(key.public_key()))}"


def house_name() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


# ── the knock ─────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Road:
    """How a push host is reached. Tests lead it to a server of their own on loopback; nothing in the settings can."""

    resolve: Callable[..., Iterable] = socket.getaddrinfo
    may_call: Callable[[str], bool] = is_public
    port: int = 443
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    timeout: float = TIMEOUT


class ClosedRoad(OSError):
    """The host resolves to a place inside somebody's walls, perhaps ours."""


class PinnedConnection(http.client.HTTPSConnection):
    """Connects to the very address that was checked, so that a second look-up cannot answer differently."""

    def __init__(self, host: str, road: Road):
        super().__init__(host, road.port, timeout=road.timeout, context=road.tls)
        self.road = road

    def connect(self) -> None:
        found = [entry[4][0] for entry in self.road.resolve(self.host, self.port, type=socket.SOCK_STREAM)]
        if not found or not all(self.road.may_call(address) for address in found):
            raise ClosedRoad("not a public address")
        plain = self._first_that_answers(found[:MOST_ADDRESSES])
        try:
            self.sock = self.road.tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _first_that_answers(self, addresses: list[str]) -> socket.socket:
        for address in addresses[:-1]:
            with contextlib.suppress(OSError):
                return socket.create_connection((address, self.port), self.timeout)
        return socket.create_connection((addresses[-1], self.port), self.timeout)


class PushBag:
    """The knocks of one round."""

    def __init__(self, road: Road | None = None):
        self._road = road or Road()
        self._silent: set[str] = set()

    def ready(self) -> None:
        our_key()

    def hand_over(self, letter: Letter, *, now: datetime) -> Outcome:
        try:
            host = host_of(letter.address)
            body = seal(compact({"text": letter.text}), p256dh=letter.push_key, auth=letter.push_secret)
        except BadSubscription:
            # It was good when it was written: the keeper has taken this push service off the list since.
            return failed("bad subscription")
        if host in self._silent:
            # One push service that does not answer must not hold up the letters behind a hundred knocks at it.
            return again("host is silent")
        stay = min(letter.expires_at - now, LONGEST_STAY)
        headers = {
            "Authorization": signature(host, now=now, key=our_key()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int(stay.total_seconds()))),
            "Topic": TOPIC,
            "Urgency": "high" if letter.urgent else "normal",
        }
        connection = PinnedConnection(host, self._road)
        try:
            connection.request("POST", letter.address.removeprefix(f"https://{host}"), body, headers)
            response = connection.getresponse()
            return verdict(response.status, response.getheader("Retry-After"))
        except (OSError, http.client.HTTPException) as wrong:
            self._silent.add(host)
            return again(type(wrong).__name__)
        finally:
            connection.close()

    def close(self) -> None:
        """Nothing stays open: each knock goes to a different host."""


def verdict(status: int, retry_after: str | None = None) -> Outcome:
    """Read what a push service answered. A redirect is a refusal: it could lead anywhere."""
    reason = f"push {status}"
    if 200 <= status < 300:
        return SENT
    if status in (404, 410):
        return gone(reason)
    if status == 429 or status >= 500:
        seconds = int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 0
        return again(reason, wait=timedelta(seconds=min(seconds, 86400)))
    return failed(reason)


# ── spelling ──────────────────────────────────────────────────────────────────────────────────────────────
def compact(value: dict) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def to_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """Read base64url with or without its padding. Raises BadSubscription."""
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise BadSubscription("Not base64url.") from wrong
