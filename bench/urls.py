"""The addresses of the application, and the static pages beside them."""

from django.urls import include, path

from bench import pages

handler500 = "fallkonferenz.web.faults.server_error"

urlpatterns = [
    path("", include("fallkonferenz.config.urls")),
    path("bench/static/<slug:name>/", pages.static),
]
