"""Counting within the hour: what ends between two questions begins anew, and nobody sees a fault of it."""

from django.core.cache import cache

from fallkonferenz.web.counting import counted


def test_each_time_is_counted():
    cache.delete("somebody")

    assert [counted("somebody") for _time in range(3)] == [1, 2, 3]


def test_an_hour_that_ends_between_the_two_questions_begins_anew(monkeypatch):
    cache.delete("somebody")
    add = cache.add
    ends = iter([True])

    def ends_at_once(key, value, timeout):
        added = add(key, value, timeout=timeout)
        if next(ends, False):
            cache.delete(key)
        return added

    monkeypatch.setattr(cache, "add", ends_at_once)

    assert counted("somebody") == 1
