"""Addresses of measures."""

from django.urls import URLPattern, path

from fallkonferenz.web import measures
from fallkonferenz.web.pace import paced


def address(step: str) -> str:
    return f"measures/<uuid:pk>/{step.replace('_', '-')}/"


urlpatterns: list[URLPattern] = [
    path("measures/", paced(measures.listed), name="measure-list"),
    path("measures/<uuid:pk>/", paced(measures.read), name="measure-read"),
    path("cases/<uuid:pk>/measure-propose/", measures.propose, name="measure-propose"),
    path("cases/<uuid:pk>/measure-add/", measures.add, name="measure-add"),
    *(path(address(step), paced(measures.report), {"step": step}, name=f"measure-{step}") for step in measures.REPORTS),
    *(path(address(step), measures.press, {"step": step}, name=f"measure-{step}") for step in measures.AT_ONCE),
]
