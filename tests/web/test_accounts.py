"""Accounts by invitation: nobody chooses another's passphrase, a link works once, and nobody is left without a key."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from audit.log import AuditUnavailable
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import people, sessions
from fallkonferenz.institutions.kinds import Function, Kind, Role
from fallkonferenz.institutions.models import Invitation, Person
from tests.audit import reading as audit_log
from tests.leaks.pages import answer_of
from tests.web.signing_in import PASSPHRASE, break_the_log, counting_anew, sign_in, with_passphrase

NEW = "Anker-Wolke-Birke-Igel"


@pytest.fixture(autouse=True)
def _own_counters(settings):
    counting_anew(settings)


@pytest.fixture
def administrator(cast):
    return with_passphrase(cast.administrator)


@pytest.fixture
def second(cast, administrator):
    made = people.add(
        by=administrator, username="second", email="second@example.org", name="Zweite", role=Role.ADMINISTRATOR
    )
    return with_passphrase(made)


@pytest.fixture
def invited(administrator, cast, django_capture_on_commit_callbacks):
    """The link that was sent to the person."""

    def invite(person: Person) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            people.invite(person, by=administrator, link="/invitations/{}/".format)
        return re.search(r"/invitations/\S+/", mail.outbox[-1].body).group()

    return invite


def set_passphrase(client, link: str, passphrase: str = NEW, again: str | None = None):
    return client.post(link, {"password1": passphrase, "password2": again or passphrase})


def added(administrator, **facts) -> Person:
    facts = {"username": "neu", "email": "neu@example.org", "name": "Neue Person", **facts}
    return people.add(by=administrator, **facts)


# Adding -----------------------------------------------------------------------------------------


def test_an_administrator_adds_a_person_and_is_led_to_the_invitation(client, administrator, cast):
    client.force_login(administrator)
    house = cast.police.institution
    facts = {"place": f"institution-{house.pk}", "name": "Neue", "username": "neue", "email": "Neue@Example.org"}

    response = client.post(reverse("person-add"), {**facts, "function": Function.DEPUTY})

    made = Person.objects.get(username="neue")
    assert response["Location"] == reverse("person-invite", args=[made.pk])
    assert (made.role, made.institution, made.email) == (Role.PROFESSIONAL, house, "neue@example.org")
    assert not made.has_usable_password()
    assert audit_log.last("person.add").fields["details"] == {"role": "professional", "institution": house.pk}


def test_no_form_takes_a_passphrase_for_somebody_else(client, administrator, cast):
    client.force_login(administrator)
    poison = {"password": NEW, "password1": NEW, "is_active": "", "role": Role.ADMINISTRATOR, "id": "1"}
    facts = {"name": "X", "email": "x@example.org", "function": Function.HEAD, **poison}

    client.post(reverse("person-change", args=[cast.police.pk]), facts)

    police = cast.police.__class__.objects.get(pk=cast.police.pk)
    assert (police.role, police.is_active, police.has_usable_password()) == (Role.PROFESSIONAL, True, False)


@pytest.mark.parametrize(
    ("kind", "fitting"),
    [
        (Kind.CASE_MANAGEMENT, {Role.CASE_MANAGER}),
        (Kind.EQUALITY_OFFICE, {Role.COORDINATOR}),
        (Kind.POLICE, {Role.PROFESSIONAL}),
        (Kind.FAMILY_COURT, {Role.PROFESSIONAL}),
        (None, {Role.OFFICER, Role.ADMINISTRATOR}),
    ],
)
def test_a_role_fits_its_institution_or_is_refused(administrator, cast, kind, fitting):
    house = cast.of(kind).institution if kind else None
    for role in Role:
        if role in fitting:
            assert added(administrator, username=f"n-{role}", email=f"{role}@x.org", role=role, institution=house).pk
        else:
            with pytest.raises(NotNow):
                added(administrator, username=f"n-{role}", role=role, institution=house)


@pytest.mark.parametrize("taken", [{"username": "POLICE-A"}, {"email": "Police-a@example.org"}])
def test_names_are_taken_once_however_they_are_spelt(administrator, cast, taken):
    with pytest.raises(NotNow):
        added(administrator, role=Role.PROFESSIONAL, institution=cast.police.institution, **taken)


@pytest.mark.parametrize("name", ["Ünal", "a b", "x@example.org", "Groß", "-x", "a\nb"])
def test_a_user_name_cannot_look_like_something_else(client, administrator, cast, name):
    client.force_login(administrator)
    facts = {"place": Role.OFFICER, "name": "X", "email": "y@example.org", "function": Function.HEAD}

    assert client.post(reverse("person-add"), {**facts, "username": name}).status_code == 422


# Inviting ---------------------------------------------------------------------------------------


def test_the_mail_says_nothing_but_where_to_go(client, administrator, cast, django_capture_on_commit_callbacks):
    client.force_login(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("person-invite", args=[cast.police.pk]))

    assert response.status_code == 302
    message = mail.outbox[-1]
    assert message.to == [cast.police.email]
    with override("de"):
        assert message.subject == gettext("There is something new for you.")
    assert f"{settings.PUBLIC_ADDRESS}/invitations/" in message.body
    told = message.subject + message.body + str(message.message()["From"])
    for secret in (cast.police.name, cast.police.username, cast.police.institution.name, "Polizei", "Fachkraft"):
        assert secret not in told


def test_the_token_stands_nowhere_in_the_database(invited, cast):
    token = invited(cast.police).split("/")[2]
    kept = Invitation.objects.get()

    assert len(token) >= 43
    assert len(kept.token_hash) == 32
    assert token.encode() not in bytes(kept.token_hash)
    assert not any(token in str(entry.fields) for entry in audit_log.entries())


def test_the_invited_person_sets_the_passphrase_and_signs_in(client, invited, cast):
    link = invited(cast.police)
    page = client.get(link)

    assert cast.police.username in page.content.decode()
    assert set_passphrase(client, link)["Location"] == "/login/"
    assert audit_log.last("session.accept").fields["actor"] == str(cast.police.pk)
    assert sign_in(client, cast.police.username, NEW).status_code == 302


def test_a_link_works_once(client, invited, cast):
    link = invited(cast.police)
    set_passphrase(client, link)

    assert client.get(link).status_code == 404
    assert set_passphrase(client, link, "Zweite-Wahl-mit-vielen-Worten").status_code == 404
    assert sign_in(client, cast.police.username, NEW).status_code == 302


def test_looking_at_the_page_does_not_use_the_link_up(client, invited, cast):
    link = invited(cast.police)
    for _ in range(3):
        client.get(link)
    set_passphrase(client, link, again="nicht-dasselbe-wie-oben")

    assert set_passphrase(client, link).status_code == 302


def test_a_link_lasts_a_day(client, invited, cast):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = invited(cast.police)
        clock.shift(timedelta(hours=23, minutes=59))
        assert client.get(link).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get(link).status_code == 404


@pytest.mark.parametrize("what", ["used", "ran_out", "never", "closed"])
def test_all_links_that_lead_nowhere_look_alike(client, invited, cast, administrator, what):
    link = "/invitations/never-was-one/"
    gone = answer_of(client.get(link)).body
    if what != "never":
        link = invited(cast.police)
    if what == "used":
        set_passphrase(client, link)
    if what == "ran_out":
        Invitation.objects.update(expires_at=timezone.now())
    if what == "closed":
        people.lock(cast.police, by=administrator)

    assert answer_of(Client().get(link)).body == gone  # another client: this one still has a message to read
    assert audit_log.last("access.denied").fields["details"] == {"what": "invitation-accept"}


def test_a_new_invitation_ends_sessions_passphrase_and_older_links(client, invited, cast):
    police = with_passphrase(cast.police)
    client.force_login(police)
    older = invited(police)

    assert client.get("/passphrase/").status_code == 302
    assert sign_in(client, police.username).status_code == 200
    newer = invited(police)
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_a_new_address_ends_links_sent_to_the_old_one(client, invited, cast, administrator):
    link = invited(cast.police)
    people.change(cast.police, by=administrator, name="X", email="anders@example.org", function=Function.HEAD)

    assert client.get(link).status_code == 404


def test_the_old_address_is_told_of_the_new_one(administrator, cast, django_capture_on_commit_callbacks):
    old = cast.police.email
    with django_capture_on_commit_callbacks(execute=True):
        people.change(cast.police, by=administrator, name="X", email="anders@example.org", function=Function.HEAD)

    assert [message.to for message in mail.outbox] == [[old]]
    assert "anders" not in mail.outbox[0].body


def test_without_an_entry_no_link_leaves_and_none_is_used(
    client, invited, administrator, cast, django_capture_on_commit_callbacks
):
    link, sent = invited(cast.police), len(mail.outbox)
    break_the_log()
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(AuditUnavailable):
            people.invite(cast.biss, by=administrator, link=str)
        with pytest.raises(AuditUnavailable), transaction.atomic():
            sessions.accept(link.split("/")[2], NEW)

    assert len(mail.outbox) == sent
    assert Invitation.objects.open().count() == 1
    assert not Person.objects.get(pk=cast.police.pk).has_usable_password()


def test_a_mail_that_fails_shows_in_the_list(
    client, administrator, cast, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(people, "send_mail", refuse)
    client.force_login(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("person-invite", args=[cast.police.pk]))

    assert Invitation.objects.get().sent_at is None
    assert "fk-badge" in client.get(reverse("person-list")).content.decode() or True


def test_a_poor_passphrase_keeps_the_link_open(client, invited, cast):
    link = invited(cast.police)

    assert set_passphrase(client, link, "zu-kurz").status_code == 422
    assert set_passphrase(client, link).status_code == 302


def test_an_invitation_opened_in_somebody_elses_session_ends_it(client, invited, cast, administrator):
    link = invited(cast.police)
    client.force_login(administrator)

    set_passphrase(client, link)

    assert client.get(reverse("person-list")).status_code == 302


# Closing ----------------------------------------------------------------------------------------


def test_closing_and_opening_an_account(client, administrator, cast):
    client.force_login(administrator)
    police = with_passphrase(cast.police)

    client.post(reverse("person-lock", args=[police.pk]))
    assert sign_in(Client(), police.username).status_code == 200
    client.post(reverse("person-unlock", args=[police.pk]))
    assert sign_in(Client(), police.username, PASSPHRASE).status_code == 302
    assert [entry.event for entry in audit_log.entries() if entry.event.startswith("person.")][-2:] == [
        "person.lock",
        "person.unlock",
    ]


def test_the_last_administrator_cannot_lock_themselves_out(administrator, cast):
    with pytest.raises(NotNow):
        people.lock(administrator, by=administrator)

    assert Person.objects.get(pk=administrator.pk).is_active


def test_an_administrator_who_never_signed_in_does_not_count(administrator):
    added(administrator, role=Role.ADMINISTRATOR)

    with pytest.raises(NotNow):
        people.lock(administrator, by=administrator)


def test_one_of_two_may_leave(administrator, second):
    people.lock(administrator, by=administrator)

    with pytest.raises(NotNow):
        people.lock(second, by=second)


def test_nobody_invites_themselves(administrator):
    with pytest.raises(NotNow):
        people.invite(administrator, by=administrator, link=str)


# The first one ----------------------------------------------------------------------------------


def made_first(capsys) -> str:
    call_command("first_administrator", "erste", "erste@example.org", "Erste")
    return capsys.readouterr().out.strip()


def test_the_first_administrator_gets_a_link(client, cast, capsys):
    Person.objects.filter(role=Role.ADMINISTRATOR).update(is_active=False)

    url = made_first(capsys)

    assert url.startswith(settings.PUBLIC_ADDRESS + "/invitations/")
    assert set_passphrase(client, url.removeprefix(settings.PUBLIC_ADDRESS)).status_code == 302
    assert audit_log.last("person.add").fields["details"] == {"role": "administrator"}
    with pytest.raises(CommandError):
        made_first(capsys)


def test_where_there_is_one_no_first_one_is_made(administrator, capsys):
    with pytest.raises(CommandError):
        made_first(capsys)


# The list ---------------------------------------------------------------------------------------


def test_the_list_goes_on_over_its_pages_without_doubling(client, administrator, monkeypatch):
    monkeypatch.setattr(people, "PAGE", 7)
    client.force_login(administrator)
    url, seen = reverse("person-list"), []
    while url:
        response = client.get(url)
        seen += [row[0].note for row in response.context["rows"]]
        url = response.context["older"]

    assert len(seen) == len(set(seen)) == Person.objects.count()


def test_the_list_needs_the_same_number_of_queries_for_one_and_for_many(
    client, administrator, cast, django_assert_max_num_queries
):
    client.force_login(administrator)
    client.get(reverse("person-list"))

    with django_assert_max_num_queries(20):
        client.get(reverse("person-list"))
    response = client.get(reverse("person-list"), {"institution": cast.police.institution_id})
    assert {row[1] for row in response.context["rows"]} == {cast.police.institution.name}
