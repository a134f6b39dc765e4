"""Help for the data protection officers' workplace."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import FORM, Help

TITLE = _("Access log")

OFFICERS = _("Only data protection officers. They see the log, never a case file. That you looked is an entry itself.")
NOT_OPEN = _("If the page asks for your key file, open the log; it leads back here.")
TOO_LARGE = _("If there are more than 200,000 entries, the page says with which command the offline reader finds them.")

HELP = {
    "audit-state": Help(
        _("Access log"),
        _("Here is how the access log is, at one glance, and where you go on. It needs no key."),
        (
            _("Read what stands in red first: it says what is wrong and what to do."),
            _("Compare the number of entries with what your witness says."),
        ),
        _("If something is red, keep everything as it is and have the log verified."),
        OFFICERS,
    ),
    "audit-unlock": Help(
        _("Open the log"),
        _("Here you open the log with your key file and its passphrase, for 15 minutes."),
        (
            _("Choose your key file and type its passphrase."),
            _("Close the log when you are done. After 15 minutes it closes by itself."),
        ),
        _("After five wrong passphrases you wait a quarter of an hour. If you lost the key, ask another officer."),
        OFFICERS,
    ),
    "audit-timeline": Help(
        _("What happened, by time"),
        _("Here is what people did, the newest first: when, what, who, at which institution, in which case."),
        (
            _("Narrow it by days, account, institution, case code or what was done."),
            _("Open an entry to see its proof."),
        ),
        TOO_LARGE,
        OFFICERS,
    ),
    "audit-entry": Help(
        _("Entry of the log"),
        _("Here is one entry, and the proof that it stands in the log unchanged."),
        (
            _("Read whether the proof holds: it was checked when you opened the page."),
            _("Save the proof if a court or a person concerned needs it."),
        ),
        _("If the proof does not hold, keep everything as it is and have the log verified."),
        OFFICERS,
    ),
    "audit-proof": Help(
        _("Proof of an entry"),
        _("This is a small file that shows that an entry stands in the log. It says nothing of what stands in it."),
        (_("Hand it on together with the names of the log and of its witnesses."),),
        _("An entry of the last seconds has no proof yet; try again."),
        OFFICERS,
    ),
    "audit-case": Help(
        _("Who has seen a case?"),
        _("Here is who has opened a case, seen it in a list or worked in it: what a person concerned may ask for."),
        (_("Type the case code and choose the days."), _("Print the page, or go on to all entries.")),
        TOO_LARGE,
        OFFICERS,
    ),
    "audit-person": Help(
        _("What has an account done?"),
        _("Here is what one account did, how often, when first and last, and in which cases."),
        (_("Choose the account and the days."), _("Go on to all entries of this account if you need them.")),
        NOT_OPEN,
        OFFICERS,
    ),
    "audit-recipients": Help(
        _("Who can read the log"),
        _("Here are the keys the log is sealed for, and what officers have asked to change."),
        (
            _("Decide what another officer asked for; your own requests somebody else decides."),
            _("Compare the fingerprint by telephone before you approve."),
            _("Asking and deciding need your key to be open; the page asks for it."),
        ),
        _("Two officers' keys and a recovery key always stay; a change that would leave fewer is refused."),
        OFFICERS,
    ),
    "audit-ask_add": Help(
        _("Ask for a key to be added"),
        _("Here you ask that a further key may read the log from now on. Another officer decides."),
        (_("Choose the file ending in .pub that the new officer made."),),
        FORM,
        OFFICERS,
    ),
    "audit-ask_drop": Help(
        _("Ask for a key to be dropped"),
        _("Here you ask that a key reads nothing new of the log. Another officer decides."),
        (_("Confirm. What the key could read before, it still can."),),
        FORM,
        OFFICERS,
    ),
}
