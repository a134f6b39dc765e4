"""Addresses of accounts and of administration."""

from django.urls import URLPattern, path

from fallkonferenz.web import account, administration, figures, invitations, keys, people
from fallkonferenz.web.lock import locked

urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("locked/", locked, name="locked"),
    path("passphrase/", account.change_passphrase, name="account_change_password"),
    path("invitations/<str:token>/", invitations.accept, name="invitation-accept"),
    path("regions/", administration.regions, name="region-list"),
    path("regions/add/", administration.add_region, name="region-add"),
    path("regions/<uuid:pk>/", administration.change_region, name="region-change"),
    path("regions/<uuid:pk>/narrow/", administration.narrow_region, name="region-narrow"),
    path("institutions/", administration.institutions, name="institution-list"),
    path("institutions/add/", administration.add_institution, name="institution-add"),
    path("institutions/<int:pk>/", administration.change_institution, name="institution-change"),
    path("persons/", people.people, name="person-list"),
    path("persons/add/", people.add_person, name="person-add"),
    path("persons/<uuid:pk>/", people.change_person, name="person-change"),
    path("persons/<uuid:pk>/invite/", people.invite, name="person-invite"),
    path("persons/<uuid:pk>/lock/", people.lock, name="person-lock"),
    path("persons/<uuid:pk>/unlock/", people.unlock, name="person-unlock"),
    path("figures/", figures.read, name="figures-read"),
    path("keys/", keys.read, name="keys-read"),
]
