"""A fault says that nothing was saved, and nothing else."""

from django.test import RequestFactory
from django.utils.translation import override

from fallkonferenz.web.faults import csrf_failure, server_error


def test_a_fault_asks_nothing_of_the_database(settings):
    settings.DEMO = True

    with override("de"):
        response = server_error(RequestFactory().get("/"))  # without the db mark a query would fail the test

    assert response.status_code == 500
    assert "nicht gespeichert" in response.content.decode()
    assert "erfunden" in response.content.decode()


def test_a_form_of_an_ended_session_says_so():
    with override("de"):
        response = csrf_failure(RequestFactory().post("/"))

    assert response.status_code == 403
    assert "Ihre Sitzung ist beendet" in response.content.decode()


def test_whoever_wants_to_be_away_is_away_though_nothing_works(settings):
    with override("de"):
        response = server_error(RequestFactory().get("/locked/"))

    assert response.status_code == 200
    assert "Fallkonferenz" not in response.content.decode()
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
