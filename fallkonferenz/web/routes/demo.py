"""Addresses that exist in the demo only."""

from django.conf import settings
from django.urls import path

from fallkonferenz.web import demo_mails

urlpatterns = [path("demo/mails/", demo_mails.mails, name="demo-mails")] if settings.DEMO else []
