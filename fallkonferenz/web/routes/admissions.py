"""Addresses of admissions, of who sees what, and of grounds of sharing."""

from django.urls import URLPattern, path

from fallkonferenz.web import admissions, grounds
from fallkonferenz.web.pace import paced
from fallkonferenz.web.steps import view_of

urlpatterns: list[URLPattern] = [
    path("cases/<uuid:pk>/sight/", paced(admissions.sight), name="case-sight"),
    path("cases/<uuid:pk>/admit/", admissions.admit, name="admission-admit"),
    path("cases/<uuid:pk>/admissions/<int:institution>/narrow/", admissions.narrow, name="admission-narrow"),
    path("cases/<uuid:pk>/admissions/<int:institution>/withdraw/", admissions.withdraw, name="admission-withdraw"),
    path("cases/<uuid:pk>/include/<uuid:person>/", admissions.include, name="admission-include"),
    path("cases/<uuid:pk>/grounds/", paced(grounds.listed), name="ground-list"),
    path("cases/<uuid:pk>/ground-record/", grounds.record, name="ground-record"),
    *(path(step.path, view_of(step), name=step.name) for step in (*admissions.STEPS, *grounds.STEPS)),
]
