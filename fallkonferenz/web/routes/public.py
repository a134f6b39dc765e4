"""Addresses that everybody may open: what the law wants said in public, and where browsers send their reports."""

from django.urls import URLPattern, path

from fallkonferenz.web import policy_reports, public

urlpatterns: list[URLPattern] = [
    path("imprint/", public.imprint, name="public-imprint"),
    path("privacy/", public.privacy, name="public-privacy"),
    path("accessibility/", public.accessibility, name="public-accessibility"),
    path("policy-reports/", policy_reports.receive, name="policy-report"),
]
