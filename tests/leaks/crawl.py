"""Following every link from the start page, as a person with a browser could, and pressing every form with nothing in it."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.leaks import pages

LINK = re.compile(r'(?:href|hx-get)="([^"#]+)')
FORM = re.compile(r'<form[^>]*method="post"[^>]*>')
ACTION = re.compile(r'action="([^"#]+)')
ELSEWHERE = ("/static/", "/logout/", "/login/", "/locked/", "/passphrase/", "/language/", "/help/")
NUMBERED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|after=[^&]+")
OF_A_KIND = 12  # pages that differ only in which thing they are about: the measures of a case, not all accounts


def pages_of(client: Client, start: str = "/") -> Iterator[tuple[str, pages.Answer]]:
    """Every page that links lead to, each address once; of a form also what it answers to nothing and to nonsense."""
    waiting, known, kinds = deque([start]), {start}, Counter[str]()
    while waiting:
        url = waiting.popleft()
        answer = pages.asked(client, url)
        yield url, answer
        for found in links(url, answer.text):
            kind = NUMBERED.sub("*", found)
            if found not in known and kinds[kind] < OF_A_KIND:
                known.add(found)
                kinds[kind] += 1
                waiting.append(found)
        for form in forms(url, answer.text):
            yield f"POST {form}", pages.asked(client, form, "POST", {})


def links(base: str, text: str) -> list[str]:
    return [url for url in _inside(base, LINK.findall(text)) if not url.startswith(ELSEWHERE)]


def forms(base: str, text: str) -> list[str]:
    """Addresses that the forms of a page are sent to; a form without one is sent to the page itself."""
    actions = [ACTION.search(form) for form in FORM.findall(text)]
    sent = _inside(base, [action[1] if action else base for action in actions])
    return sorted({url for url in sent if not url.startswith(ELSEWHERE)})


def _inside(base: str, found: list[str]) -> list[str]:
    urls = [urlsplit(urljoin(base, unescape(each))) for each in found]
    return [f"{url.path}?{url.query}" if url.query else url.path for url in urls if not url.netloc and not url.scheme]
