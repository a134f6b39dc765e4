"""Help for what officers make of the log: findings, samples, monthly reports."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import Help

TITLE = _("Reviewing the log")
OFFICERS = _(
    "Only data protection officers whose key is open. That you looked is an entry that the other officers can read."
)
TOO_LARGE = _("If it is too much for a page, the page names the command for the offline reader.")

HELP = {
    "audit-findings": Help(
        _("Findings"),
        _("Here is what stands out in the log, and whether an officer has checked it."),
        (
            _("Choose the time; at first what nobody has checked is shown."),
            _("Open a finding, look at its entries, and ask those concerned for the reason."),
            _("Mark it as checked with a note. The table of limits says from which number on something stands out."),
        ),
        TOO_LARGE,
        OFFICERS,
    ),
    "audit-finding": Help(
        _("Finding"),
        _("Here is one finding with its entries, and what officers noted on it."),
        (
            _("Read what stands out, then open single entries."),
            _("Write what you found out, without anything from a case file, and mark it as checked."),
        ),
        _("A finding of today changes while entries come: look at it again tomorrow."),
        OFFICERS,
    ),
    "audit-sample": Help(
        _("Sample"),
        _("Here you draw reads of cases by chance, to ask of each why it was needed."),
        (
            _("Choose month and number, and draw."),
            _("Look through the reads; then note what you found out."),
            _("Send a colleague the address of the sample: whose key opens the same entries draws the same there."),
        ),
        _("If nothing can be drawn, the log has no checkpoint yet: the state of the log says why."),
        OFFICERS,
    ),
    "audit-report": Help(
        _("Monthly report"),
        _("Here is a month in numbers: entries, refusals, findings and what came of them. Never by person."),
        (
            _("Choose the month."),
            _("Print the page, or take it along as a PDF; taking it along is an entry of its own."),
        ),
        _("If no PDF can be made here, the page says so; it prints as well."),
        OFFICERS,
    ),
    "audit-report_pdf": Help(
        _("Monthly report as a file"),
        _("This is the monthly report as a PDF that screen readers can read, too."),
        (_("Keep it where only data protection officers can open it."),),
        _("If no PDF can be made here, the page says so; it prints as well."),
        OFFICERS,
    ),
}
