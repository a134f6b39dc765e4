"""Addresses of what officers make of the log: findings, samples, reports."""

from django.urls import URLPattern, path

from fallkonferenz.web.audit import findings, report, sample

urlpatterns: list[URLPattern] = [
    path("log/findings/", findings.findings, name="audit-findings"),
    path("log/findings/<fingerprint:name>/", findings.finding, name="audit-finding"),
    path("log/sample/", sample.sample, name="audit-sample"),
    path("log/report/", report.report, name="audit-report"),
    path("log/report/pdf/", report.pdf, name="audit-report_pdf"),
]
