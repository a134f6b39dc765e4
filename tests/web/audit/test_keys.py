"""Who can read the log: officers ask and decide with a key of their own open; an account alone changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit import asking, keyfile, recipients, xwing
from fallkonferenz.institutions.kinds import Role
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.officers import with_open_log

pytestmark = pytest.mark.django_db

NEW = keyfile.public_file(xwing.public_bytes(keys.STRANGER), label="New officer", role="officer")


def key_id(seed):
    return xwing.key_id(xwing.public_bytes(seed))


@pytest.fixture
def another(cast):
    """A second account of an officer; a system administrator can make one."""
    person = cast.administrator
    person.role = Role.OFFICER
    person.save()
    return person


def ask(desk):
    return desk.post(reverse("audit-ask_add"), {"file": SimpleUploadedFile("new.pub", NEW)})


def decide(desk):
    (asked,) = asking.requests()
    return desk.post(reverse("audit-decide", args=[asked.id]), {"approve": "yes"})


def test_an_officer_asks_and_another_decides(client, cast, another):
    ask(with_open_log(client, cast.officer, keys.FIRST_OFFICER))
    answer = decide(with_open_log(client, another, keys.SECOND_OFFICER))

    assert answer.status_code == 302
    assert recipients.active().filter(key_id=key_id(keys.STRANGER)).exists()
    details = audit_log.last("log.recipient_added").fields["details"]
    assert details["asker_key"] == key_id(keys.FIRST_OFFICER).hex()
    assert details["by_key"] == key_id(keys.SECOND_OFFICER).hex()


def test_two_accounts_with_one_key_are_one_officer(client, cast, another):
    ask(with_open_log(client, cast.officer, keys.FIRST_OFFICER))
    answer = decide(with_open_log(client, another, keys.FIRST_OFFICER))

    assert answer.status_code == 409
    assert "anderen Schlüssel" in answer.content.decode()
    assert not recipients.active().filter(key_id=key_id(keys.STRANGER)).exists()


def test_without_an_open_key_nothing_is_asked(client, cast):
    client.force_login(cast.officer)
    drop = reverse("audit-ask_drop", args=[key_id(keys.FIRST_OFFICER).hex()])

    assert [ask(client).status_code, client.post(drop).status_code, client.get(drop).status_code] == [409] * 3
    assert asking.requests() == []


def test_without_an_open_key_nothing_is_decided_and_opening_it_leads_back_to_the_list(client, cast, another):
    ask(with_open_log(client, cast.officer))
    client.logout()
    client.force_login(another)
    page = decide(client)

    assert page.status_code == 409
    assert f'value="{reverse("audit-recipients")}"' in page.content.decode()
    assert asking.requests()[0].is_open


@pytest.mark.parametrize("said", [{}, {"approve": ""}, {"approve": "perhaps"}])
def test_what_says_neither_yes_nor_no_decides_nothing(client, cast, another, said):
    ask(with_open_log(client, cast.officer))
    desk = with_open_log(client, another, keys.SECOND_OFFICER)
    (asked,) = asking.requests()

    answer = desk.post(reverse("audit-decide", args=[asked.id]), said)

    assert answer.status_code == 422
    assert "Es wurde nicht gesagt" in answer.content.decode()
    assert asking.requests()[0].is_open
