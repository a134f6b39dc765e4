"""Addresses of accounts and of administration."""

from django.urls import URLPattern, path

from fallkonferenz.web import account
from fallkonferenz.web.lock import locked

urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("locked/", locked, name="locked"),
    path("passphrase/", account.change_passphrase, name="account_change_password"),
]
