"""Addresses of the data protection officers' workplace."""

from django.urls import URLPattern, path

from fallkonferenz.web.audit import timeline, unlock

urlpatterns: list[URLPattern] = [
    path("log/unlock/", unlock.unlock, name="audit-unlock"),
    path("log/lock/", unlock.lock, name="audit-lock"),
    path("log/timeline/", timeline.timeline, name="audit-timeline"),
]
