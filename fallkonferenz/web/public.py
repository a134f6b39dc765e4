"""What the law wants said in public, without signing in: imprint, data protection notice, declaration of accessibility.

Each region says its own part in its settings; what is true of the software everywhere stands below it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.institutions.models import Region
from fallkonferenz.web.presenters.public import ACCESSIBILITY, IMPRINT, PRIVACY, PublicPage


@login_not_required
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return _shown(request, IMPRINT)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _shown(request, PRIVACY)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _shown(request, ACCESSIBILITY)


def _shown(request: HttpRequest, page: PublicPage) -> HttpResponse:
    """Not logged: nothing of it is confidential, and nobody is known here."""
    context = {"page": page, "regions": [page.of(region) for region in Region.objects.all()]}
    return render(request, "public/page.html", context)
