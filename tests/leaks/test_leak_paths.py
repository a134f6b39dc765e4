"""The eighteen leak paths seen in peers, each with the tests that close it here, or why it does not exist yet.

The table is checked: a test that is renamed or removed fails it.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import get_resolver

from fallkonferenz.access.table import TABLE
from fallkonferenz.vault.models import CaseKey
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE

TESTS = Path(__file__).resolve().parents[1]
MATRIX = "leaks/test_matrix.py"
HIDDEN = f"{MATRIX}::test_what_is_hidden_answers_like_what_does_not_exist"
CANARIES = "leaks/test_canaries.py::test_no_page_shows_a_word_that_is_meant_for_others"
TWINS = "leaks/test_twin_worlds.py::test_whoever_may_not_see_an_act_cannot_tell_the_worlds_apart"
HERE = "leaks/test_leak_paths.py"

# fmt: off
PATHS = {
    "L1 counts in lists and dashboards":         (TWINS, "access/test_second_lock.py::test_an_aggregate_tells_no_more_than_the_rows",
                                                  "access/test_list_is_detail.py::test_a_case_is_listed_if_and_only_if_it_can_be_opened"),
    "L2 activity and history feeds":             (TWINS, "leaks/test_twin_worlds.py::deliver", CANARIES),
    "L3 attachments by direct id":               (f"{HERE}::test_there_are_no_files_to_ask_for",),
    "L4 notes and flags of a hidden record":     (TWINS, CANARIES, "access/test_case_file.py::test_each_reads_exactly_what_is_meant_for_them"),
    "L5 a change without the right to read":     (f"{MATRIX}::test_everybody_gets_what_the_table_says", HIDDEN,
                                                  "actions/test_every_act.py::whoever_takes_no_part_is_told_nothing"),
    "L6 filters, sort keys and search as oracle": ("access/test_list_is_detail.py::test_a_code_finds_a_case_only_for_those_who_see_it_and_only_as_a_whole",
                                                  "access/test_list_is_detail.py::test_a_filter_only_leaves_out",
                                                  "lifecycle/test_database.py::test_the_list_follows_each_change_of_state_and_nothing_else"),
    "L7 a second interface with its own rules":  (f"{HERE}::test_there_is_one_interface", "access/test_second_lock.py::test_an_unfiltered_query_shows_each_person_what_the_table_opens_and_no_more"),
    "L8 restricted in the browser only":         (f"{MATRIX}::test_everybody_gets_what_the_table_says", HIDDEN,
                                                  "leaks/test_requests.py::test_a_section_that_does_not_exist_for_the_sender_is_no_choice",
                                                  "leaks/test_requests.py::test_fields_that_nobody_asked_for_are_ignored"),
    "L9 a cache shared between users":           (f"{HERE}::test_nothing_of_a_page_is_kept_for_the_next_reader",
                                                  "leaks/test_canaries.py::test_neither_session_nor_cache_nor_temporary_file_nor_output_holds_a_word"),
    "L10 two grants, the widest wins":           ("access/test_sections.py::test_narrowing_gives_nothing_that_either_side_lacks",
                                                  "access/test_sections.py::test_a_case_only_narrows", "access/test_state_machine.py::test_who_sees_what_whatever_happens"),
    "L11 membership and existence":              (HIDDEN, TWINS,
                                                  "actions/test_admissions.py::test_an_excluded_person_does_not_come_back_by_naming_the_code"),
    "L12 mails, subjects, logs":                 ("leaks/test_canaries.py::test_mails_name_nobody_and_nothing",
                                                  "actions/test_every_act.py::it_is_done_and_the_log_says_who_did_what_where_and_why"),
    "L13 old and new values in a history":       (f"{HERE}::test_nothing_is_overwritten_so_there_are_no_old_values",
                                                  "access/test_second_lock.py::test_what_was_written_stays"),
    "L14 approving one's own request":           ("actions/test_cases.py::test_nobody_co_signs_their_own_case", f"{HERE}::test_no_role_stands_above_the_table"),
    "L15 a step taken twice, or past its right": ("lifecycle/test_races.py::test_exactly_one_wins_and_the_other_is_told_why",
                                                  "lifecycle/test_database.py::test_only_the_pairs_of_the_machine_can_be_updated"),
    "L16 a reminder lost or doubled":            ("outbox/test_reminders.py", "outbox/test_delivery.py"),
    "L17 formulas in an export":                 (f"{HERE}::test_there_are_no_files_to_ask_for",),
    "L18 keys after a withdrawal":               ("access/test_list.py::test_putting_somebody_out_takes_the_case_off_the_list_with_the_next_look",
                                                  f"{HERE}::test_no_key_is_handed_out_so_none_has_to_be_taken_back"),
}
# fmt: on


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("leak", PATHS)
def test_each_leak_path_is_closed_by_a_test(leak):
    assert PATHS[leak]
    for test in PATHS[leak]:
        file, _colons, name = test.partition("::")
        assert not name or name in functions(TESTS / file), test


def test_all_eighteen_are_there():
    assert [leak.split()[0] for leak in PATHS] == [f"L{number}" for number in range(1, 19)]


def test_there_are_no_files_to_ask_for():
    """No upload, no download, no export yet: no model keeps a file, no address serves one."""
    assert not settings.MEDIA_ROOT
    assert not [
        name for name in pages.names() if any(word in name for word in ("file", "export", "download", "csv", "media"))
    ]


def test_there_is_one_interface():
    """No admin site, no API: whatever is asked goes through the addresses of the matrix."""
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app or "rest" in app]
    assert not [each for each in get_resolver().url_patterns if "api" in str(each.pattern)]


@pytest.mark.django_db
def test_nothing_of_a_page_is_kept_for_the_next_reader(world):
    """No page may be stored by anybody, and the application's own cache is not used for pages."""
    things = pages.things_of(world)
    client = pages.signed_in(pages.people()[PEOPLE["M"]])
    caches["default"].clear()
    for name in ("case-read", "case-sight"):
        answer = pages.asked(client, things.address(name, "case"))
        assert dict(answer.headers)["Cache-Control"] == "no-store"
    assert not [each for each in settings.MIDDLEWARE if "cache" in each.lower()]


@pytest.mark.django_db
def test_nothing_is_overwritten_so_there_are_no_old_values(cast, given):
    case = given.case()
    entry = given.entry(case, by=cast.police, section="risk", text="Zuerst.")

    with pytest.raises(Exception, match="permission denied"):
        type(entry).objects.filter(pk=entry.pk).update(nature="assessment")


def test_no_role_stands_above_the_table():
    """Officers, administrators and coordinators have no right on any case, not even a reading one."""
    apart = {"data_protection_officer", "administrator", "coordinator"}
    on_cases = (
        "case.",
        "entry.",
        "assessment.",
        "measure.",
        "conference.",
        "ground.",
        "admission.",
        "identity.",
        "party.",
    )

    assert not [rule for rule in TABLE if rule.role in apart and rule.right.startswith(on_cases)]


def test_no_key_is_handed_out_so_none_has_to_be_taken_back():
    """The key of a case stays on the server, wrapped by a key outside the database: nobody holds a copy of their own."""
    columns = {field.attname for field in CaseKey._meta.concrete_fields}

    assert {"case_id", "wrapped", "kek_id"} <= columns
    assert not {name for name in columns if "person" in name or "institution" in name}
