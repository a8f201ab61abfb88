"""A mail server and a push service on loopback, which can be told to misbehave."""

import contextlib
import datetime
import email
import email.policy
import ipaddress
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hearth.delivery import webpush


class Listening:
    """Accepts connections on a free port of loopback, one thread for each, until stopped."""

    def __init__(self):
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.connections = 0
        self._open: list[socket.socket] = []
        self._lane = threading.Thread(target=self._accept, daemon=True)
        self._lane.start()

    def _accept(self) -> None:
        while True:
            try:
                line, _from = self._door.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(line)
            threading.Thread(target=self._guarded, args=(line,), daemon=True).start()

    def _guarded(self, line: socket.socket) -> None:
        try:
            self.talk(line)
        except OSError:
            # The other side hung up in the middle, which is what some tests are about.
            pass
        finally:
            line.close()

    def talk(self, line: socket.socket) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        # shutdown wakes the thread in accept(); close alone would not.
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for line in self._open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lane.join(5)


@dataclass(frozen=True)
class Arrived:
    """A message as the server took it, with the envelope that the recipient never sees."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)


class MailSink(Listening):
    """Speaks enough SMTP. `mood(recipient, number)` says how the n-th message to the server is treated."""

    MOODS = (
        "ok", "greylist", "nobody", "policy", "full", "sender", "later", "spam", "drop", "drop before", "hang",
        "slow quit",
    )  # fmt: skip

    def __init__(self, mood: Callable[[str, int], str] = lambda recipient, number: "ok", greeting: str = "220 sink"):
        self.mood, self.greeting = mood, greeting
        self.arrived: list[Arrived] = []
        self.offered = 0
        self._counting = threading.Lock()
        super().__init__()

    def talk(self, line: socket.socket) -> None:
        reader = line.makefile("rb")

        def say(text: str) -> None:
            line.sendall(text.encode() + b"\r\n")

        say(self.greeting)
        sender, recipients, mood = "", [], "ok"
        while command := reader.readline():
            verb = command[:4].upper().strip()
            if verb in (b"EHLO", b"HELO"):
                say("250 sink")
            elif verb == b"MAIL":
                sender, recipients = command.decode().partition(":")[2].split()[0], []
                say("250 go on")
            elif verb == b"RCPT":
                recipient = command.decode().partition(":")[2].strip().strip("<>")
                with self._counting:
                    self.offered += 1
                    mood = self.mood(recipient, self.offered)
                assert mood in self.MOODS, mood
                said = {
                    "greylist": "450 4.2.0 try later",
                    "nobody": f"550 5.1.1 {recipient} is unknown here",
                    "policy": "550 5.7.1 you may not send here",
                    "full": "552 5.2.2 mailbox full",
                }.get(mood)
                if mood == "sender":
                    say("421 4.3.2 closing down")
                    return
                if said:
                    say(said)
                else:
                    recipients.append(recipient)
                    say("250 go on")
            elif verb == b"DATA":
                if mood == "drop before":
                    return
                if mood == "hang":
                    reader.read(1)
                    return
                say("354 speak")
                lines = []
                while (text := reader.readline()) not in (b".\r\n", b""):
                    lines.append(text[1:] if text.startswith(b".") else text)
                if mood == "later":
                    say("451 4.3.0 not now")
                elif mood == "spam":
                    say("554 5.6.0 we do not like it")
                else:
                    with self._counting:
                        self.arrived.append(Arrived(sender, tuple(recipients), b"".join(lines)))
                    if mood == "drop":
                        return
                    say("250 taken")
            elif verb == b"QUIT":
                if mood == "slow quit":
                    reader.read(1)
                    return
                say("221 bye")
                return
            else:
                say("250 fine")


@dataclass(frozen=True)
class Knock:
    path: str
    headers: dict[str, str]
    body: bytes


class PushSink(Listening):
    """Speaks HTTP over TLS under the name of a push service, with a certificate that only its own road trusts."""

    HOST = "push.services.example"

    def __init__(self):
        self.status, self.headers = 201, {}
        self.silent = False
        self.knocks: list[Knock] = []
        certificate, self._tls = certified(self.HOST)
        self._trusting = ssl.create_default_context(cadata=certificate)
        super().__init__()

    def road(self, **changes) -> webpush.Road:
        """The way from the house to this sink, which no setting can open."""
        given = {
            "resolve": lambda host, port, **kind: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))],
            "may_call": lambda address: address == "127.0.0.1",
            "port": self.port,
            "tls": self._trusting,
            "timeout": 2,
        }
        return webpush.Road(**(given | changes))

    def talk(self, line: socket.socket) -> None:
        with self._tls.wrap_socket(line, server_side=True) as sealed:
            reader = sealed.makefile("rb")
            path = reader.readline().decode().split()[1]
            headers = {}
            while (header := reader.readline().strip()) != b"":
                name, _colon, value = header.decode().partition(":")
                headers[name.lower()] = value.strip()
            body = reader.read(int(headers.get("content-length", "0")))
            if self.silent:
                reader.read(1)
                return
            self.knocks.append(Knock(path, headers, body))
            extra = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            sealed.sendall(f"HTTP/1.1 {self.status} .\r\n{extra}Content-Length: 0\r\n\r\n".encode())


def certified(host: str) -> tuple[str, ssl.SSLContext]:
    """Make a certificate that lives as long as the test; return it, and a server's context that uses it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    # An SSL context reads files only.
    with tempfile.NamedTemporaryFile() as chain:
        chain.write(secret + public)
        chain.flush()
        context.load_cert_chain(chain.name)
    return public.decode(), context
