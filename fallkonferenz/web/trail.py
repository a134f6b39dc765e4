"""The way to a page about one case; it names no code."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fallkonferenz.web.components import Crumb


def of_case(case: UUID, here: object, *between: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Cases"), reverse("case-list")),
        Crumb(_("Case"), reverse("case-read", args=[case])),
        *between,
        Crumb(str(here)),
    ]
