"""Addresses of the data protection officers' workplace."""

from django.urls import URLPattern, path

from fallkonferenz.web.audit import cases, entry, keys, persons, state, timeline, unlock

urlpatterns: list[URLPattern] = [
    path("log/", state.state, name="audit-state"),
    path("log/unlock/", unlock.unlock, name="audit-unlock"),
    path("log/lock/", unlock.lock, name="audit-lock"),
    path("log/timeline/", timeline.timeline, name="audit-timeline"),
    path("log/entries/<uuid:epoch>/<int:counter>/", entry.read, name="audit-entry"),
    path("log/entries/<uuid:epoch>/<int:counter>/proof/", entry.proof, name="audit-proof"),
    path("log/cases/", cases.case, name="audit-case"),
    path("log/persons/", persons.person, name="audit-person"),
    path("log/keys/", keys.recipients, name="audit-recipients"),
    path("log/keys/add/", keys.ask_add, name="audit-ask_add"),
    path("log/keys/drop/<fingerprint:key>/", keys.ask_drop, name="audit-ask_drop"),
    path("log/keys/requests/<uuid:pk>/decide/", keys.decide, name="audit-decide"),
]
