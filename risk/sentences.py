"""What is said about a result: each sentence in both languages."""

from collections.abc import Sequence
from functools import lru_cache

from risk.shape import Band, Words

NO_ANSWERS = Words(
    "Keine Frage wurde beantwortet. Das sagt nichts über die Gefahr.",
    "No question was answered. That says nothing about the danger.",
)
BELIEVED = Words(
    "Die fachliche Einschätzung hebt, auch wenn die Antworten es nicht tun.",
    "Professional judgement lifts, even where the answers do not.",
)
ONE_IS_ENOUGH = Words(
    "Ja bei einer der Fragen, von denen eine genügt.", "Yes to one of the questions of which one is enough."
)
NOT_CONFIRMED = Words(
    "Wie dieses Instrument ausgewertet wird, ist nicht bestätigt. Die zuständige Stelle lädt das als bestätigtes Paket.",
    "How this instrument is scored is not confirmed. The authority in charge loads that as a verified pack.",
)
BELIEF_OPEN = Words(
    "Ob trotz der Antworten Sorge besteht, ist offen: Ein Ja dazu würde auslösen.",
    "Whether there is concern whatever was answered is open: a yes to that would screen in.",
)
JUDGEMENT_OPEN = Words(
    "Die fachliche Einschätzung ist offen: Ein Ja dazu würde den Fall auf „hoch“ heben.",
    "The professional judgement is open: a yes to that would lift the case to “high”.",
)
ELSEWHERE = Words(
    "Wird anderswo ausgewertet. Hier wird nur festgehalten, was dabei herauskam.",
    "Scored elsewhere. Only what came out of it is recorded here.",
)
NEVER_SUMMED = Words(
    "Strukturierte fachliche Einschätzung: Die Faktoren werden gewichtet, nie zusammengezählt.",
    "Structured professional judgement: factors are weighed, never added up.",
)
PRORATED_PERCENT = Words(
    "Der Punktwert dafür ist hochgerechnet, und diese Rechnung ist nicht bestätigt.",
    "The score it belongs to is prorated, and that calculation is not confirmed.",
)
UNDEFINED = Words(
    "Für diesen Punktwert legt diese Einteilung nichts fest.", "These bands say nothing about this score."
)
INDICATORS_NOT_NAMED = Words(
    "Ein Ja ohne Angabe der Anzeichen wurde übernommen.", "A yes without its indicators was taken as it was."
)


@lru_cache(maxsize=1024)
def counted(score: int, of: int) -> Words:
    return Words(f"{score} von {of} Fragen mit Ja beantwortet.", f"{score} of {of} questions answered with yes.")


def points(score: int) -> Words:
    return Words("1 Punkt.", "1 point.") if score == 1 else Words(f"{score} Punkte.", f"{score} points.")


def still_open(missing: int, floor: int, ceiling: int) -> Words:
    asked = _open(missing)
    return Words(f"{asked.de}; möglich sind {floor} bis {ceiling}.", f"{asked.en}; {floor} to {ceiling} are possible.")


def open_ones(missing: int) -> Words:
    asked = _open(missing)
    return Words(f"{asked.de}.", f"{asked.en}.")


def _open(missing: int) -> Words:
    if missing == 1:
        return Words("Eine Frage ist offen", "One question is open")
    return Words(f"{missing} Fragen sind offen", f"{missing} questions are open")


def could_reach(band: Band) -> Words:
    return Words(
        f"Mit den offenen Fragen wäre möglich: {band.label.de}. Wenig Ja heißt hier nicht wenig Gefahr.",
        f"With the open questions it could be: {band.label.en}. Few yes do not mean little danger here.",
    )


def threshold(lowest: int, level: Words) -> Words:
    return Words(f"Ab {lowest} legt das Paket fest: {level.de}.", f"From {lowest} on the pack says: {level.en}.")


def prorated(raw: int, items: int, answered: int, score: int) -> Words:
    """The rule used, with its numbers: proportional, half of a point upwards."""
    sum_ = f"{raw} × {items} / {answered}"
    return Words(
        f"Hochgerechnet, Tabelle nicht bestätigt: {sum_}, gerundet auf {score} (ein halber Punkt aufwärts).",
        f"Prorated, table not confirmed: {sum_}, rounded to {score} (half a point upwards).",
    )


def too_many_missing(missing: int, allowed: int) -> Words:
    return Words(
        f"{missing} Antworten fehlen, höchstens {allowed} dürfen fehlen. Die Antworten bleiben erhalten.",
        f"{missing} answers are missing, at most {allowed} may be. The answers are kept.",
    )


def any_of(codes: Sequence[str], group: Sequence[str]) -> Words:
    said, of = ", ".join(codes), f"{group[0]}–{group[-1]}"
    return Words(f"Ja bei {said}: Eine von {of} genügt.", f"Yes to {said}: one of {of} is enough.")


def further(count: int, at_least: int) -> Words:
    times = "once" if count == 1 else f"{count} times"
    return Words(
        f"{count}-mal Ja bei den übrigen Fragen, nötig ist es {at_least}-mal.",
        f"Yes {times} to the other questions, needed {at_least} times.",
    )


@lru_cache(maxsize=1024)
def rated(label: Words, codes: tuple[str, ...]) -> Words:
    listed = ", ".join(codes)
    return Words(f"{label.de.capitalize()}: {listed}.", f"{label.en.capitalize()}: {listed}.")


@lru_cache(maxsize=1024)
def how_many(label: Words, codes: tuple[str, ...]) -> Words:
    """As ``rated``, for whoever may not read which."""
    return Words(f"{label.de.capitalize()}: {len(codes)}.", f"{label.en.capitalize()}: {len(codes)}.")


def could_turn(missing: int) -> Words:
    asked = _open(missing)
    return Words(
        f"{asked.de}: Damit könnte die Regel noch erfüllt sein.", f"{asked.en}: the rule could still be met with that."
    )


def together(reasons: Sequence[Words]) -> Words:
    return Words(" ".join(reason.de for reason in reasons), " ".join(reason.en for reason in reasons))


def other_pack(key: str, version: str) -> Words:
    return Words(f"Das Paket gehört zu {key}, Fassung {version}.", f"The pack belongs to {key}, version {version}.")


def no_norm_set(offered: Sequence[str]) -> Words:
    listed = ", ".join(offered)
    return Words(
        f"Diese Normtabelle gibt es nicht. Möglich: {listed or 'keine'}.",
        f"There is no such norm set. Possible: {listed or 'none'}.",
    )
