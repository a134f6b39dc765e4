"""Addresses enough for the pages of signing in and out."""

from allauth.account.views import login, logout
from django.http import HttpResponse
from django.urls import path

from fallkonferenz.web.lock import locked

urlpatterns = [
    path("", lambda request: HttpResponse("start"), name="start"),
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("signup/", login, name="account_signup"),
    path("locked/", locked, name="locked"),
]
