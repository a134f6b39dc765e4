"""The record of processing activities leaves nothing out."""

from django.apps import apps

from fallkonferenz.cases.sections import Section
from fallkonferenz.management.documents import data, printed
from fallkonferenz.management.record import DATA_SUBJECTS

OURS = [model for model in apps.get_models() if model.__module__.startswith(("fallkonferenz.", "risk."))]


def test_of_every_app_it_is_said_whose_data_it_holds():
    assert {model._meta.app_label for model in OURS} == DATA_SUBJECTS.keys()


def test_every_object_has_its_time_and_every_section_its_readers():
    page = printed(data)
    kept, sections = part(page, "For how long"), part(page, "Who receives it")

    assert all(f"{model._meta.object_name}" in kept for model in OURS)
    assert all(f"| {section.value} |" in sections for section in Section)


def test_health_is_read_by_nobody_else():
    row = next(line for line in printed(data).splitlines() if line.startswith("| health |"))

    assert row.split("|")[3].strip() == "–"


def part(page: str, heading: str) -> str:
    return page.split(f"## {heading}\n")[1].split("\n## ")[0]
