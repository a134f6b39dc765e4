"""Which events of the application are always worth a second look. Pure Python: the offline reader knows them as well.

The application's tests hold that every name here is one of its own.
"""

from audit.findings import Mark

# Admissions of institutions to a case, and their ends, are left out: they are the daily work of the case management, and
# each stands among the acts of its case. The officers' page says so.
RIGHTS = (
    *("person.add", "person.change", "person.invite", "person.lock", "person.unlock"),
    *("admission.exclude", "admission.include", "admission.narrow", "pack.load", "pack.retire"),
    *("institution.add", "institution.change", "region.add", "region.change", "region.narrow"),
    *(
        "log.decide",
        "log.recipient_asked",
        "log.recipient_added",
        "log.recipient_dropped",
        "log.recipient_refused",
        "log.wraps_loaded",
    ),
)
EXPORTS = ("log.exported", "log.proof", "log.report_pdf")
# Told without anybody's consent because it could not wait: the law's own emergencies.
EMERGENCY = {"kind": ("necessity", "vital_interests")}
MARKS = dict.fromkeys(RIGHTS, Mark.RIGHTS) | dict.fromkeys(EXPORTS, Mark.EXPORT)
