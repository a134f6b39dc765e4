"""Address of the start page."""

from django.urls import path

from fallkonferenz.web import start

urlpatterns = [path("", start.start, name="start")]
