"""Addresses that exist in the demo only."""

from django.conf import settings
from django.urls import path

from fallkonferenz.web import demo_gallery, demo_mails

ONLY_HERE = [
    path("demo/mails/", demo_mails.mails, name="demo-mails"),
    path("demo/components/", demo_gallery.gallery, name="demo-components"),
]
urlpatterns = ONLY_HERE if settings.DEMO else []
