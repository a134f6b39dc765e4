"""Addresses for those who keep the installation running: two words, and figures behind a token."""

from django.urls import URLPattern, path

from fallkonferenz.web import health, metrics

urlpatterns: list[URLPattern] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.read, name="metrics"),
]
