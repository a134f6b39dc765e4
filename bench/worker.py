"""A process that measures in one database, as the web role: reads a question a line, answers each with a line."""

import json
import sys
from typing import Any

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = "bench.urls"

from bench import correct, crypto, facts, lists, pages, sealed, writes  # noqa: F401 - they register what can be timed
from bench.subject import seconds

QUESTIONS = {
    "time": seconds,
    "wrong": correct.wrong,
    "guardian": correct.guardian_is_wrong,
    "facts": facts.facts,
    "seal": sealed.seal,
    "yardstick": facts.give_guardian_indexes,
}


def answer(question: str, *arguments: Any) -> Any:
    return QUESTIONS[question](*arguments)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line))), flush=True)
