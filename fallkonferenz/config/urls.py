"""All addresses; the screens' own table is in ``fallkonferenz.web.urls``."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []

# Guard while the screens are being written.
if find_spec("fallkonferenz.web") and find_spec("fallkonferenz.web.urls"):
    urlpatterns += [path("", include("fallkonferenz.web.urls"))]
