"""A case file, however long, is opened by one unwrapping of its key; a list of measures by one per case."""

from unittest.mock import patch

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import reading
from fallkonferenz.cases.models import Entry
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Nature, PartyRole, Source, State
from fallkonferenz.vault.keys import KeyEncryptingKeys
from fallkonferenz.vault.sealing import CaseVault
from tests.speed.counting import counted
from tests.support import beyond_row_security

MANY = 200


def written(case, by) -> None:
    """As many entries as a long case has."""
    with acting_as(by):
        concerns = case.parties.get(role=PartyRole.AT_RISK)
    vault, now = CaseVault.open(case.pk), clock.now()
    told = {"case": case, "concerns": concerns, "section": Section.RISK.value, "happened_at": now}
    whose = {"institution": by.institution, "author": by, "source": Source.OWN, "nature": Nature.FACT}
    entries = [Entry(**told, **whose) for _ in range(MANY)]
    for number, entry in enumerate(entries):
        vault.seal(entry, text=f"Beobachtung {number}.")
    with beyond_row_security():
        Entry.objects.bulk_create(entries)


def test_a_case_file_with_two_hundred_entries_is_opened_with_one_key(cast, given):
    case = given.case(at=State.MEASURES)
    short = asked(lambda: reading.case_file(case, by=cast.police))
    written(case, cast.police)

    unwrapped = patch.object(KeyEncryptingKeys, "unwrap", autospec=True, side_effect=KeyEncryptingKeys.unwrap)
    with unwrapped as unwrap:
        file = reading.case_file(case, by=cast.police)
    long = asked(lambda: reading.case_file(case, by=cast.police))

    assert len([entry for entry in file.entries if entry.texts["text"].startswith("Beobachtung")]) == MANY
    assert unwrap.call_count == 1
    assert short == long


def asked(read) -> int:
    with counted() as said:
        read()
    return len(said)


def test_a_board_of_measures_unwraps_once_per_case(cast, given):
    for _ in range(2):
        case = given.case(at=State.CONFERENCE)
        for number in range(3):
            given.measure(case, what=f"Ansprache {number}.")

    with patch.object(KeyEncryptingKeys, "unwrap", autospec=True, side_effect=KeyEncryptingKeys.unwrap) as unwrap:
        page = reading.measures(by=cast.police)

    assert (len(page.rows), unwrap.call_count) == (6, 2)
