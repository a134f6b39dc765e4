"""Addresses of risk instruments and of their packs."""

from django.urls import URLPattern, path

from fallkonferenz.web import instruments, packs

urlpatterns: list[URLPattern] = [
    path("instruments/", instruments.listed, name="instrument-list"),
    path("instruments/<slug:key>/", instruments.read, name="instrument-read"),
    path("packs/", packs.packs_list, name="pack-list"),
    path("packs/load/", packs.load, name="pack-load"),
    path("packs/<uuid:pk>/retire/", packs.retire, name="pack-retire"),
]
