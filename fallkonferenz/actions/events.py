"""The application's table of events, made known to the log when the gate is loaded.

One event per right, named like it, and those of sign-in and of the background.
"""

from django.utils.translation import gettext_lazy as _

import audit.events
from audit.events import Event, Operation

COLLECT, CHANGE, QUERY = Operation.COLLECT, Operation.CHANGE, Operation.QUERY
DISCLOSE, COMBINE, ERASE, NONE = Operation.DISCLOSE, Operation.COMBINE, Operation.ERASE, Operation.NONE

# Why data is processed, per noun of the event (§ 76 (2) BDSG: the log keeps the reason).
PROTECTION = "protection of a person at risk"
ADMINISTRATION = "administration of accounts"
PURPOSES = {
    **dict.fromkeys(
        (
            "case",
            "assessment",
            "entry",
            "party",
            "contact",
            "reference",
            "identity",
            "ground",
            "admission",
            "measure",
            "conference",
            "notice",
        ),
        PROTECTION,
    ),
    **dict.fromkeys(("region", "institution", "person", "session"), ADMINISTRATION),
    "figures": "planning of help",
    "keys": "review of the log",
    "access": "review of access",
}

# fmt: off
EVENTS = (
    Event("case.list",             _("Looked at the list of cases."),                  QUERY),
    Event("case.overview",         _("Looked at what is to be done."),                 QUERY),
    Event("case.flag",             _("Flagged a case."),                               COLLECT),
    Event("case.flag_linked",      _("Flagged a linked case."),                        COMBINE),
    Event("case.read",             _("Read a case file."),                             QUERY),
    Event("case.sight",            _("Looked at who sees what of a case."),            QUERY),
    Event("case.assess",           _("Took the step “assessed”."),                     CHANGE),
    Event("case.dismiss",          _("Did not pursue a flag."),                        CHANGE),
    Event("case.not_high_risk",    _("Closed as no high-risk case."),                  CHANGE),
    Event("case.ask_co_signature", _("Asked the case management to co-sign."),         CHANGE),
    Event("case.co_sign",          _("Co-signed that a case is handled alone."),       CHANGE),
    Event("case.handle_alone",     _("Handles a case alone."),                         CHANGE),
    Event("case.convene",          _("Convened a conference."),                        DISCLOSE),
    Event("case.call_off",         _("Called a conference off."),                      CHANGE),
    Event("case.hold",             _("Recorded that a case was heard."),               DISCLOSE),
    Event("case.agree_measures",   _("Agreed the measures."),                          CHANGE),
    Event("case.follow_up",        _("Convened a follow-up conference."),              DISCLOSE),
    Event("case.close",            _("Closed a case."),                                CHANGE),
    Event("case.reopen",           _("Took a case up again as a repeat."),             CHANGE),
    Event("case.report_incident",  _("Reported a new incident."),                      COLLECT),
    Event("case.confirm_referral", _("Confirmed a referral."),                         CHANGE),
    Event("case.record_death",     _("Recorded the death of the endangering person."), CHANGE),
    Event("case.close_pair",       _("Closed the pair after a death."),                CHANGE),
    Event("case.freeze",           _("Froze a case after a death."),                   CHANGE),
    Event("case.end_sharing",      _("Closed a case after a withdrawal."),             CHANGE),
    Event("case.leave_uninformed", _("Recorded why a person is not informed."),        CHANGE),
    Event("assessment.add",        _("Added a risk assessment."),                      COLLECT),
    Event("entry.add",             _("Added an entry."),                               COLLECT),
    Event("entry.correct",         _("Corrected an entry by a further one."),          COLLECT),
    Event("party.add",             _("Added a person to a case."),                     COLLECT),
    Event("contact.set",           _("Set the safe contact."),                         CHANGE),
    Event("reference.set",         _("Set the own reference."),                        CHANGE),
    Event("identity.tell",         _("Told an institution who is meant."),             DISCLOSE),
    Event("ground.list",           _("Looked at grounds of sharing."),                 QUERY),
    Event("ground.record",         _("Recorded a ground of sharing."),                 DISCLOSE),
    Event("ground.withdraw",       _("Recorded a withdrawal."),                        CHANGE),
    Event("ground.decide",         _("Decided after a withdrawal."),                   CHANGE),
    Event("admission.admit",       _("Admitted an institution."),                      DISCLOSE),
    Event("admission.narrow",      _("Narrowed the sight of an institution."),         CHANGE),
    Event("admission.withdraw",    _("Ended an admission."),                           CHANGE),
    Event("admission.run_out",     _("Removed an admission that had run out."),        CHANGE),
    Event("admission.exclude",     _("Excluded a person from a case."),                CHANGE),
    Event("admission.include",     _("Ended the exclusion of a person."),              DISCLOSE),
    Event("measure.list",          _("Looked at the list of measures."),               QUERY),
    Event("measure.read",          _("Read a measure."),                               QUERY),
    Event("measure.propose",       _("Proposed a measure."),                           COLLECT),
    Event("measure.add",           _("Added an agreed measure."),                      COLLECT),
    Event("measure.agree",         _("Agreed to a proposal."),                         CHANGE),
    Event("measure.drop",          _("Did not take up a proposal."),                   CHANGE),
    Event("measure.accept",        _("Accepted a measure."),                           CHANGE),
    Event("measure.refuse",        _("Did not accept a measure."),                     CHANGE),
    Event("measure.finish",        _("Reported a measure as done."),                   CHANGE),
    Event("measure.overtake",      _("Reported a measure as overtaken by events."),    CHANGE),
    Event("measure.decline",       _("Reported that the person does not want it."),    CHANGE),
    Event("measure.not_undertake", _("Reported a measure as not undertaken."),         CHANGE),
    Event("measure.lack_capacity", _("Reported that there is no capacity."),           CHANGE),
    Event("measure.renew",         _("Agreed a measure anew."),                        CHANGE),
    Event("measure.ask",           _("Wrote in the thread of a measure."),             COLLECT),
    Event("conference.list",       _("Looked at the list of conferences."),            QUERY),
    Event("conference.read",       _("Read a conference."),                            QUERY),
    Event("conference.plan",       _("Planned a conference."),                         CHANGE),
    Event("conference.answer",     _("Answered an invitation."),                       CHANGE),
    Event("conference.contribute", _("Contributed in writing."),                       DISCLOSE),
    Event("notice.list",           _("Looked at the own notices."),                    QUERY),
    Event("notice.read",           _("Marked a notice as read."),                      CHANGE),
    Event("figures.read",          _("Looked at the figures."),                        QUERY),
    Event("keys.read",             _("Looked at the keys of the log."),                QUERY),
    Event("region.list",           _("Looked at the list of regions."),                QUERY),
    Event("region.add",            _("Added a region."),                               CHANGE),
    Event("region.change",         _("Changed a region."),                             CHANGE),
    Event("region.narrow",         _("Narrowed the section views of a region."),       CHANGE),
    Event("institution.list",      _("Looked at the list of institutions."),           QUERY),
    Event("institution.add",       _("Added an institution."),                         CHANGE),
    Event("institution.change",    _("Changed an institution."),                       CHANGE),
    Event("person.list",           _("Looked at the list of accounts."),               QUERY),
    Event("person.add",            _("Added an account."),                             CHANGE),
    Event("person.change",         _("Changed an account."),                           CHANGE),
    Event("person.invite",         _("Invited a person."),                             CHANGE),
    Event("person.lock",           _("Closed an account."),                            CHANGE),
    Event("person.unlock",         _("Opened an account again."),                      CHANGE),
    Event("session.login",         _("Signed in.")),
    Event("person.prefer",         _("Set the own screen."),                           CHANGE),
    Event("session.login_failed",  _("Failed to sign in.")),
    Event("session.logout",        _("Signed out.")),
    Event("session.accept",        _("Accepted an invitation.")),
    Event("session.passphrase",    _("Changed the own passphrase.")),
    Event("access.denied",         _("Was refused.")),
    Event("access.form",           _("Opened a form."),                                QUERY),
    Event("access.page",           _("Opened a page without case content."),           QUERY),
    Event("outbox.deliver",        _("Told people that something is new."),            NONE),
    Event("outbox.mail",           _("Sent a neutral mail."),                          NONE),
    Event("outbox.remind",         _("Announced that something is due."),              NONE),
    Event("outbox.forget",         _("Removed old notices."),                          ERASE),
)
# fmt: on

audit.events.register(EVENTS)
