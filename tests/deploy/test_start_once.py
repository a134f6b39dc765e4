"""Before it serves, gunicorn asks once whether it may; a process that takes another's place asks nobody."""

import runpy
import sys

from gunicorn.util import import_app

from audit import levels
from fallkonferenz.config import start


def test_only_the_first_process_asks(monkeypatch):
    asked = []
    monkeypatch.setattr(start, "refuse_unsafe_start", lambda: asked.append(True))
    monkeypatch.setattr(levels, "wait_from_now_on", lambda: None)
    monkeypatch.delitem(sys.modules, "fallkonferenz.config.wsgi", raising=False)
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    gunicorn = runpy.run_path("deploy/gunicorn.conf.py")

    gunicorn["on_starting"](None)
    for _process in range(3):
        import_app(gunicorn["wsgi_app"])

    assert asked == [True]
    del sys.modules["fallkonferenz.config.wsgi"]
