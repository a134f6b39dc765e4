#!/usr/bin/env python
"""Django's command line; a missing service or secret ends it with one sentence."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.utils.module_loading import import_string


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallkonferenz.config.settings")
    try:
        if len(sys.argv) > 1 and sys.argv[1].startswith("demo"):
            find_the_demo(sys.argv[1])
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


def find_the_demo(command: str) -> None:
    """Its commands know by themselves where its services are. By name: no other command may import it.

    A database that somebody named is the demo's only if they say so, or by the command ``demo`` itself.
    """
    if os.environ.get("FALLKONFERENZ_DEMO") == "1":
        return
    if command not in ("demo", "demo_reset") and {"DATABASE_URL", "DATABASE_URL_FILE"} & os.environ.keys():
        raise ImproperlyConfigured(f"{command} works on the demo only; with FALLKONFERENZ_DEMO=1 DATABASE_URL is it.")
    os.environ["FALLKONFERENZ_DEMO"] = "1"
    import_string("fallkonferenz.demo.environment.adopt")()


if __name__ == "__main__":
    main()
