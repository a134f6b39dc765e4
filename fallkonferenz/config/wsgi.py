"""The WSGI application for gunicorn.

Asked whether it may start is the arbiter alone, before it forks (deploy/gunicorn.conf.py): its processes inherit this
module, so that one that is replaced does not ask the witness again.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallkonferenz.config.settings")

application = get_wsgi_application()

from audit import levels  # noqa: E402 - needs the apps
from fallkonferenz.config.start import refuse_unsafe_start  # noqa: E402 - needs the apps

refuse_unsafe_start()
levels.wait_from_now_on()
