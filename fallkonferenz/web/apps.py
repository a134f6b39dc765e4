"""The screens. They have no models of their own."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fallkonferenz.web"
    label = "web"
