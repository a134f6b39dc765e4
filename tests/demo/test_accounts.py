"""The accounts of the demo: whole, repeatable, and impossible anywhere else."""

import json
import stat

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from fallkonferenz.demo import accounts, passphrases
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Institution, Person
from tests.web.signing_in import counting_anew

pytestmark = pytest.mark.django_db

KINDS_OF_THE_STORIES = {
    Kind.CASE_MANAGEMENT,
    Kind.POLICE,
    Kind.BISS,
    Kind.YOUTH_SERVICES,
    Kind.EDUCATION,
    Kind.PUBLIC_ORDER,
    Kind.PERPETRATOR_WORK,
    Kind.PROSECUTION,
    Kind.HEALTH,
    Kind.COUNSELLING_CENTRE,
    Kind.VICTIM_SUPPORT,
    Kind.SOCIAL_PSYCHIATRY,
    Kind.COURT_SUPPORT,
    Kind.TRAFFICKING_COUNSELLING,
    Kind.WOMENS_SHELTER,
}


@pytest.fixture
def demo(settings, monkeypatch, tmp_path):
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(passphrases, "FILE", tmp_path / "keys" / "passphrases.json")
    counting_anew(settings)
    accounts.make_demo_region()


def listed(capsys) -> list[dict[str, str]]:
    call_command("demo_accounts")
    return json.loads(capsys.readouterr().out)


def test_every_account_of_the_list_can_sign_in(demo, capsys, rf):
    rows = listed(capsys)

    assert len(rows) == len(accounts.PEOPLE)
    for row in rows:
        assert authenticate(rf.post("/"), username=row["login"], password=row["passphrase"]).role == row["role"]
        assert len(row["passphrase"]) >= 15
        assert row["sees"]


def test_the_list_names_role_institution_and_kind(demo, capsys):
    by_login = {row["login"]: row for row in listed(capsys)}

    assert by_login["polizei"]["kind"] == Kind.POLICE
    assert by_login["polizei"]["institution"] == "Polizeiinspektion"
    assert "Lage und Wünsche" not in by_login["polizei"]["sees"]
    assert "Risiko" in by_login["polizei"]["sees"]
    assert by_login["datenschutz"]["institution"] == ""
    assert sum(row["role"] == Role.OFFICER for row in by_login.values()) == 2


def test_the_stories_find_their_people(demo):
    people = accounts.people()

    assert people["biss"].institution.kind == Kind.BISS
    assert {person.institution.kind for person in people.values() if person.institution} >= KINDS_OF_THE_STORIES


def test_a_second_call_changes_nothing(demo, capsys):
    before = listed(capsys)
    counts = Person.objects.count(), Institution.objects.count()

    accounts.make_demo_region()

    assert (Person.objects.count(), Institution.objects.count()) == counts
    assert listed(capsys) == before


def test_the_passphrases_lie_in_a_closed_file(demo):
    assert stat.S_IMODE(passphrases.FILE.stat().st_mode) == 0o600


def test_each_installation_has_its_own(demo, tmp_path, monkeypatch):
    here = passphrases.passphrases(["biss"])
    monkeypatch.setattr(passphrases, "FILE", tmp_path / "elsewhere" / "passphrases.json")

    assert passphrases.passphrases(["biss"]) != here


def test_outside_the_demo_there_are_none(db):
    assert not django_settings.DEMO
    with pytest.raises(accounts.DemoOnly):
        accounts.make_demo_region()
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert not Person.objects.filter(username="biss").exists()
