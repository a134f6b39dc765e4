"""Addresses that everybody may open: what the law wants said in public."""

from django.urls import URLPattern, path

from fallkonferenz.web import public

urlpatterns: list[URLPattern] = [
    path("imprint/", public.imprint, name="public-imprint"),
    path("privacy/", public.privacy, name="public-privacy"),
    path("accessibility/", public.accessibility, name="public-accessibility"),
]
