"""All addresses; the screens' own table is in ``fallkonferenz.web.urls``."""

from django.urls import include, path

handler500 = "fallkonferenz.web.faults.server_error"

urlpatterns = [
    path("", include("fallkonferenz.web.urls")),
]
