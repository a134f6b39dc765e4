"""How often somebody did something within the hour. Only the broker knows, and it forgets."""

from django.core.cache import cache

HOUR = 60 * 60  # seconds


def counted(key: str) -> int:
    """This time included. Raises RedisError while nobody can count.

    The hour may end between the two questions: then a new one begins with this time.
    """
    for _try in range(2):
        cache.add(key, 0, timeout=HOUR)
        try:
            return cache.incr(key)
        except ValueError:
            continue
    return 1
