"""Asks the web process on this machine whether it answers: ``python -m fallkonferenz.config.answers``.

As the proxy would, in the name of this installation's host. Nothing but the standard library.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

PATH = "/healthz"


def is_answered() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0]
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    try:
        connection.request("GET", PATH, headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(None if is_answered() else "not ok")
