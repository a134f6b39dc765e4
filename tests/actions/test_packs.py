"""Administrators load and retire packs; what is refused leaves nothing behind, and what was loaded is never changed."""

from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import packs
from risk.instruments import ALL, UnknownInstrument
from risk.models import Pack
from tests.audit import reading as audit_log
from tests.risk.packing import EXAMPLE, EXAMPLES, LIST, STRANGER, body, pack
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authority(settings):
    settings.RISK_PACK_KEYS = LIST
    with override("en"):
        yield


@pytest.fixture
def load(cast):
    return lambda file: packs.load(by=cast.administrator, file=file)


def test_a_pack_is_loaded_by_an_administrator_and_is_offered(cast, load):
    row = load(pack())

    assert (row.verified, row.loaded_by, row.active) == (True, cast.administrator.pk, True)
    offered = packs.loaded()
    assert list(offered) == [*ALL, "checklist"]
    assert offered["checklist"].sha256 == row.sha256
    assert packs.loaded_one("checklist").instrument.name.en == "Checklist"
    assert packs.loaded_one("lap").pack is None


def test_a_new_version_takes_its_place_and_old_assessments_find_the_one_they_were_made_with(load):
    old, new = load(pack()), load(pack(pack_version="2"))

    assert packs.loaded_one("checklist").sha256 == new.sha256
    assert packs.loaded_as("checklist", old.sha256).pack.pack_version == "1"
    assert Pack.objects.filter(active=True).count() == 1
    assert packs.loaded_as("lap", "").sha256 == ""


def test_a_retired_pack_is_offered_no_more_and_can_be_loaded_again(cast, load):
    row = load(pack())

    packs.retire(row, by=cast.administrator)

    with pytest.raises(UnknownInstrument):
        packs.loaded_one("checklist")
    with pytest.raises(NotNow, match="not in use any more"):
        packs.retire(row, by=cast.administrator)
    load(pack())


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(pack(by=STRANGER), id="a stranger's"),
        pytest.param(pack()[:-300], id="half-written"),
        pytest.param(pack().replace(b'"1": 3', b'"1": 4'), id="tampered"),
        pytest.param(pack(wording={"1": body()["title"]}), id="not fitting"),
    ],
)
def test_what_is_refused_leaves_the_pack_there_was(load, file):
    row = load(pack(pack_version="0"))

    with pytest.raises(packs.BadFile) as refused, transaction.atomic():
        load(file)

    assert refused.value.sentence
    assert list(Pack.objects.values_list("sha256", "active")) == [(row.sha256, True)]


def test_the_same_pack_twice_and_a_changed_one_under_the_same_version_are_refused(load):
    load(pack())

    for again, sentence in ((pack(), "in use already"), (pack(weights={"1": 1, "2": 1, "3": 1}), "version of its own")):
        with pytest.raises(NotNow, match=sentence):
            load(again)


def test_a_list_of_keys_that_cannot_be_read_loads_nothing_and_verifies_nothing(load, settings):
    row = load(pack())
    settings.RISK_PACK_KEYS = "nonsense"

    with pytest.raises(NotNow, match="RISK_PACK_KEYS_FILE"):
        load(pack(pack_version="2"))
    assert not packs.opened(row).verified


def test_when_its_key_is_trusted_no_more_it_is_kept_without_being_verified(load, settings):
    row = load(pack())
    settings.RISK_PACK_KEYS = ""

    assert not packs.opened(row).verified


def test_the_examples_can_be_loaded_and_count_for_nothing(load):
    rows = [load(path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))]

    assert not any(row.verified for row in rows)
    assert len(packs.loaded()) == len(ALL) + 1  # the other is for an instrument of ours


@pytest.mark.parametrize(
    "change",
    ["UPDATE risk_pack SET verified = true", "UPDATE risk_pack SET body = ''", "DELETE FROM risk_pack"],
)
def test_nobody_changes_or_removes_a_loaded_pack_not_even_its_owner(load, change):
    load(EXAMPLE.read_bytes())

    for eyes in (nullcontext, beyond_row_security):
        with eyes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_bytes_that_were_changed_behind_its_back_are_offered_no_more(load):
    row = load(pack())
    row.body = pack(weights={"1": 9, "2": 9, "3": 9})

    assert packs.opened(row) is None


def test_an_instrument_of_ours_does_not_stand_in_for_the_pack_that_was_begun_with():
    with pytest.raises(UnknownInstrument):
        packs.loaded_as("lap", "0" * 64)


def test_one_instrument_is_found_with_each_pack_it_was_begun_with(load):
    both = [(row.key, row.sha256) for row in (load(pack()), load(pack(pack_version="2")))]

    for begun in (both, both[::-1]):
        found = packs.as_begun(begun)
        assert {each: loaded.sha256 for each, loaded in found.items()} == {each: each[1] for each in both}


def test_who_runs_the_machine_loads_without_an_account_and_the_log_says_what():
    row = packs.load_as_operator(EXAMPLE.read_bytes())

    entry = audit_log.last().fields
    assert (entry["event"], entry["details"]) == ("pack.load", {"sha256": row.sha256})
    assert row.loaded_by is None
