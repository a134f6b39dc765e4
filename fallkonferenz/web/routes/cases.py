"""Addresses of cases: list, file, flagging, and one per step."""

from django.urls import path

from fallkonferenz.web import cases, entries, flagging, incidents, steps
from fallkonferenz.web.pace import paced

urlpatterns = [
    path("cases/", cases.listed, name="case-list"),
    path("cases/flag/", flagging.flag, name="case-flag"),
    path("cases/flag/<uuid:pk>/<slug:step>/", flagging.step, name="case-flag-step"),
    path("cases/<uuid:pk>/", paced(cases.read), name="case-read"),
    path("cases/<uuid:pk>/flagged/", flagging.flagged, name="case-flagged"),
    path("cases/<uuid:pk>/incidents/", paced(incidents.listed), name="incident-list"),
    path("entries/<uuid:pk>/correct/", paced(entries.correct), name="entry-correct"),
    *steps.routes(),
]
