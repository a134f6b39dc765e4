"""Addresses of what the frame of every page leads to: help, one's own settings, the language."""

from django.urls import URLPattern, path

from fallkonferenz.web import language, preferences, rights
from fallkonferenz.web.help import pages

urlpatterns: list[URLPattern] = [
    path("settings/", preferences.prefer, name="person-prefer"),
    path("language/", language.choose, name="language-choose"),
    path("rights/", rights.read, name="rights-read"),
    path("help/", pages.listed, name="help-list"),
    path("help/<slug:screen>/", pages.read, name="help-read"),
]
