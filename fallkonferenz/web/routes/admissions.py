"""Addresses of admissions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
