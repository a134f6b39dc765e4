"""The demo's mails: shown on a page of the demo, which does not exist anywhere else."""

import pytest
from django.core import mail
from django.urls import NoReverseMatch, path, reverse

from fallkonferenz.actions.mailing import neutral_mail
from fallkonferenz.config.urls import urlpatterns as real
from fallkonferenz.web import demo_mails
from tests.audit import reading as audit_log

urlpatterns = [*real, path("demo/mails/", demo_mails.mails, name="demo-mails")]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def send(cast, *people):
    with mail.get_connection() as connection:
        letters = [neutral_mail(to=person.email, key=person.pk) for person in people]
        connection.send_messages(letters)


def test_it_shows_who_would_have_been_written_to(cast, folder, client):
    send(cast, cast.police, cast.biss)

    page = client.get(reverse("demo-mails"))

    assert page.status_code == 200
    text = page.content.decode()
    assert text.index(cast.biss.email) < text.index(cast.police.email)
    assert "http://localhost:8000" in text
    assert audit_log.last().fields["details"] == {"page": "demo-mails"}


def test_umlauts_arrive(folder, client):
    mail.send_mail("Grüße", "Es gibt etwas für Sie.", None, ["büro@example.org"])

    page = client.get(reverse("demo-mails")).content.decode()

    assert "Grüße" in page
    assert "Es gibt etwas für Sie." in page


def test_a_mail_that_is_just_being_written_is_shown_when_it_is_whole(cast, folder, client):
    send(cast, cast.police)
    (file,) = folder.iterdir()
    half = file.read_text()[:-40]
    file.write_text(half)

    assert cast.police.email not in client.get(reverse("demo-mails")).content.decode()


def test_without_mails_it_says_so(folder, client):
    assert client.get(reverse("demo-mails")).status_code == 200


def test_outside_the_demo_it_does_not_exist(client):
    assert client.get(reverse("demo-mails")).status_code == 404


@pytest.mark.urls("fallkonferenz.config.urls")
def test_outside_the_demo_it_has_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("demo-mails")
