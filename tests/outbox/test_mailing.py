"""The mail says nothing, leaves at least once, and one that cannot leave holds up nobody else."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils.translation import gettext

from fallkonferenz import clock
from fallkonferenz.actions import mailing
from fallkonferenz.actions.delivery import deliver
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Notice
from tests.outbox.working import do, mailed, sweep
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_rests(monkeypatch):
    monkeypatch.setattr(mailing, "_resting", {})


def test_one_mail_tells_a_person_of_all_that_waits(cast, given):
    given.flagged()
    given.flagged()

    sweep()

    assert mailed().count(cast.case_manager.email) == 1
    sweep()
    assert mailed().count(cast.case_manager.email) == 1


def test_the_mail_says_nothing_but_that_there_is_something(cast, given, settings):
    case = given.flagged(account="Kanarienvogel")

    sweep()

    letter = next(each for each in mail.outbox if cast.case_manager.email in each.to)
    raw = letter.message().as_string()
    assert letter.subject == gettext("Something new")
    sentence = gettext("There is something new for you. Please sign in.")
    assert letter.body == f"{sentence}\n\n{settings.PUBLIC_ADDRESS}\n"
    people_and_partners = (cast.case_manager.name, cast.biss.name, cast.biss.institution.name)
    for word in (case.code, str(case.pk), "Kanarienvogel", *people_and_partners):
        assert word not in raw


def test_a_mail_that_is_sent_again_has_the_same_message_id(cast, given):
    given.flagged()
    sweep()
    first = {letter.extra_headers["Message-ID"] for letter in mail.outbox}
    with beyond_row_security():
        Notice.objects.update(mailed_at=None)  # as if the process had been killed before its commit

    sweep()

    assert {letter.extra_headers["Message-ID"] for letter in mail.outbox} == first
    assert len(mail.outbox) == 2 * len(first)


def test_a_mail_that_cannot_leave_is_tried_again_after_a_rest(cast, given, monkeypatch):
    given.flagged()
    tried = []
    with monkeypatch.context() as server_away:
        server_away.setattr(EmailMessage, "send", lambda letter: tried.append(letter) or refuse())
        sweep()
        sweep()

    assert len(tried) == 1
    assert Notice.objects.filter(mailed_at=None).exists()
    with clock.at(clock.now() + timedelta(minutes=1)):
        sweep()
    assert cast.case_manager.email in mailed()
    assert not Notice.objects.filter(mailed_at=None).exists()


def refuse():
    raise ConnectionRefusedError


def test_an_address_that_is_refused_holds_up_nobody_else(cast, given, monkeypatch):
    given.flagged()
    send = EmailMessage.send

    refused = cast.case_manager.email

    def picky(letter):
        if letter.to == [refused]:
            raise SMTPRecipientsRefused({})
        send(letter)

    monkeypatch.setattr(EmailMessage, "send", picky)
    sweep()

    assert cast.named("biss-a-deputy").email in mailed()
    assert set(Notice.objects.filter(mailed_at=None).values_list("person", flat=True)) == {cast.case_manager.pk}


def test_somebody_whose_account_was_closed_meanwhile_gets_no_mail(cast, given):
    given.flagged()
    do(deliver)
    with beyond_row_security():
        Person.objects.filter(pk=cast.case_manager.pk).update(is_active=False)

    sweep()

    assert cast.case_manager.email not in mailed()
    assert not Notice.objects.filter(mailed_at=None).exists()
