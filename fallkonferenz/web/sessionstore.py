"""Django's sessions in the database; a key that Django never makes is none.

Whatever stands in a cookie would otherwise be asked of the database, which refuses some characters with an error.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and super()._validate_session_key(key) and set(key) <= set(VALID_KEY_CHARS)
