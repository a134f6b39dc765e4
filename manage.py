#!/usr/bin/env python
"""Django's command line; a missing service or secret ends it with one sentence."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from fallkonferenz.demo import environment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallkonferenz.config.settings")
    if sys.argv[1:2] and sys.argv[1].startswith(environment.COMMANDS):
        environment.adopt()
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
