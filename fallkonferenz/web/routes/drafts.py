"""Addresses of drafts."""

from django.urls import URLPattern, path

from fallkonferenz.web import drafts

urlpatterns: list[URLPattern] = [
    path("drafts/", drafts.listed, name="draft-list"),
    path("drafts/keep/", drafts.keep, name="draft-keep"),
    path("drafts/<uuid:pk>/", drafts.read, name="draft-read"),
    path("drafts/<uuid:pk>/discard/", drafts.discard, name="draft-discard"),
]
