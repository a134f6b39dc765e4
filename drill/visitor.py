"""A person at a browser, as far as requests go: cookies, forms, and the headers that the proxy of production sets.

Talks to this machine only. Needs nothing but the standard library, so that it runs in any environment.
"""

from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from drill.forms import Form, form_in

HERE = ("localhost", "127.0.0.1")
NAME = "fallkonferenz.example"  # the name that the installation under test answers for
PATIENCE = 30.0


class NotHere(ValueError):
    """Another machine is never put under load."""


class NoAnswer(Exception):
    """The connection was refused, cut, or silent: nothing was acknowledged."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str = field(repr=False)
    location: str = ""
    asked: str = ""


def only_here(address: str) -> tuple[str, int]:
    """Host and port of ``http://localhost:…``; NotHere for every other host."""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in HERE or not parts.port:
        raise NotHere(f"Only http://localhost:PORT is put under load, not {address}.")
    return parts.hostname, parts.port


class Visitor:
    """``origin`` is the address the proxy would name; the limits of the login count by it."""

    def __init__(self, address: str, *, origin: str = "192.0.2.1", patience: float = PATIENCE) -> None:
        self.host, self.port = only_here(address)
        self.origin, self.patience = origin, patience
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: str) -> Answer:
        return self.ask("POST", path, body)

    def send(self, path: str, *, holding: str, **typed: str) -> Answer:
        """Open the page of a form, fill it in and send it."""
        return self.post(path, self.open_form(path, holding=holding).filled(**typed))

    def open_form(self, path: str, *, holding: str) -> Form:
        answer = self.get(path)
        if answer.status != 200:
            raise NoAnswer(f"{path} answered {answer.status}")
        return form_in(answer.text, holding=holding)

    def sign_in(self, login: str, passphrase: str) -> Answer:
        return self.send("/login/", holding="login", login=login, password=passphrase)

    def ask(self, method: str, path: str, body: str = "") -> Answer:
        """On a connection of its own: one that fell silent meanwhile would be mistaken for a fault."""
        connection = HTTPConnection(self.host, self.port, timeout=self.patience)
        try:
            connection.request(method, path, body or None, self._headers(method))
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {type(error).__name__}") from error
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, text, response.headers.get("Location", ""), f"{method} {path}")

    def _headers(self, method: str) -> dict[str, str]:
        headers = {
            "Host": NAME,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.origin,
            "Accept-Language": "de",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
        return headers
