"""Addresses of notices."""

from django.urls import URLPattern, path

from fallkonferenz.web import notices

urlpatterns: list[URLPattern] = [
    path("notices/", notices.listed, name="notice-list"),
    path("notices/<uuid:pk>/read/", notices.read, name="notice-read"),
]
