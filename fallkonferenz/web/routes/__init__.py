"""Addresses of the screens, one module per noun."""

from django.urls import register_converter

from fallkonferenz.web.routes.fingerprints import FingerprintConverter

register_converter(FingerprintConverter, "fingerprint")
