"""All addresses. The screens' own table is in ``fallkonferenz.web.urls``.

Of allauth's pages only those that are meant to be open are listed: nobody signs up by themselves.
"""

from allauth.account.views import login, logout, reauthenticate
from django.urls import include, path

from fallkonferenz.web.lock import locked

handler500 = "fallkonferenz.web.faults.server_error"

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("locked/", locked, name="locked"),
    path("", include("fallkonferenz.web.urls")),
]
