"""All screens. A name says the right it asks for: ``case-assess`` asks for ``case.assess``."""

from fallkonferenz.web.routes import (
    administration,
    admissions,
    assessments,
    audit,
    cases,
    conferences,
    demo,
    drafts,
    frame,
    instruments,
    measures,
    notices,
    operations,
    public,
    review,
    start,
)

urlpatterns = [
    *start.urlpatterns,
    *cases.urlpatterns,
    *admissions.urlpatterns,
    *assessments.urlpatterns,
    *conferences.urlpatterns,
    *measures.urlpatterns,
    *notices.urlpatterns,
    *drafts.urlpatterns,
    *administration.urlpatterns,
    *audit.urlpatterns,
    *review.urlpatterns,
    *instruments.urlpatterns,
    *frame.urlpatterns,
    *public.urlpatterns,
    *operations.urlpatterns,
    *demo.urlpatterns,
]
