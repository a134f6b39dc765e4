"""Addresses of assessing, of lowering the level by two, and of dissent."""

from django.urls import URLPattern, path

from fallkonferenz.web import assessments, choosing, lowering, questionnaire
from fallkonferenz.web.pace import paced
from fallkonferenz.web.steps import view_of

urlpatterns: list[URLPattern] = [
    path("cases/<uuid:pk>/assessments/", paced(assessments.listed), name="assessment-list"),
    path("cases/<uuid:pk>/assessments/begin/", assessments.begin, name="assessment-begin"),
    path("assessments/<uuid:pk>/", paced(assessments.read), name="assessment-read"),
    path("assessments/<uuid:pk>/answer/<slug:instrument>/", paced(questionnaire.answer), name="assessment-answer"),
    path("assessments/<uuid:pk>/instruments/", paced(choosing.add), name="assessment-add_instrument"),
    path("assessments/<uuid:pk>/drop/<slug:instrument>/", choosing.drop, name="assessment-drop_instrument"),
    path("assessments/<uuid:pk>/judge/", paced(assessments.judge), name="assessment-judge"),
    path("assessments/<uuid:pk>/complete/", assessments.complete, name="assessment-complete"),
    path("assessments/<uuid:pk>/discard/", assessments.discard, name="assessment-discard"),
    path("cases/<uuid:pk>/lower/", view_of(lowering.ASK), name=lowering.ASK.name),
    path("cases/<uuid:pk>/dissent/", view_of(lowering.DISSENT), name=lowering.DISSENT.name),
    path("lowerings/<uuid:pk>/", paced(lowering.read), name="level-read_lower"),
    path("lowerings/<uuid:pk>/confirm/", lowering.confirm, name="level-confirm_lower"),
    path("lowerings/<uuid:pk>/refuse/", lowering.refuse, name="level-refuse_lower"),
]
