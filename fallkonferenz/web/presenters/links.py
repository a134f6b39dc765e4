"""Addresses for presenters."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """The address of a screen; empty for one that does not exist, and what has no address is not shown as a link."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
