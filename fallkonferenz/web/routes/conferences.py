"""Addresses of conferences."""

from django.urls import URLPattern, path

from fallkonferenz.web import conferences, room
from fallkonferenz.web.pace import paced
from fallkonferenz.web.steps import view_of

urlpatterns: list[URLPattern] = [
    path("conferences/", conferences.listed, name="conference-list"),
    path("conferences/plan/", conferences.plan, name="conference-plan"),
    path("conferences/<uuid:pk>/", paced(conferences.read), name="conference-read"),
    path("conferences/<uuid:pk>/room/<uuid:item>/", paced(room.show), name="conference-show"),
    path("attendances/<uuid:pk>/answer/", conferences.answer, name="conference-answer"),
    path("attendances/<uuid:pk>/contribute/", conferences.contribute, name="conference-contribute"),
    path("cases/<uuid:pk>/convene/", conferences.convene, name="case-convene"),
    path("cases/<uuid:pk>/follow-up/", conferences.follow_up, name="case-follow_up"),
    path("cases/<uuid:pk>/hold/", conferences.hold, name="case-hold"),
    path("cases/<uuid:pk>/agree-measures/", conferences.agree_measures, name="case-agree_measures"),
    *(path(step.path, view_of(step), name=step.name) for step in conferences.STEPS),
]
