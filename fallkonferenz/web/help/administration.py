"""Help for regions, institutions and accounts, for figures and for the keys of the log."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import ADMINISTRATORS, ASK_ADMINISTRATION, EMPTY, FORM, Help

TITLE = _("Administration")

HELP = {
    "region-list": Help(
        _("Regions"),
        _("Here are the regions that work with this installation."),
        (_("Open a region to change its limits and public words, or what its institutions may see."),),
        EMPTY,
        ADMINISTRATORS,
    ),
    "region-add": Help(
        _("Add a region"),
        _("Here you add a town or district with its own round of institutions."),
        (_("Name it, and set how long a case may wait at level acute and high."),),
        FORM,
        ADMINISTRATORS,
    ),
    "region-change": Help(
        _("Change the region"),
        _(
            "Here you change the limits of a region and what it says in public: imprint, data protection, "
            "accessibility."
        ),
        (_("Change what is wrong and save. It holds at once, also for running cases."),),
        FORM,
        ADMINISTRATORS,
    ),
    "region-narrow": Help(
        _("Narrow the section views"),
        _(
            "Here you narrow, for a whole region, what a kind of institution may see. More than the table of "
            "sections allows cannot be given."
        ),
        (_("Choose the kind, then per section what it may see."),),
        _("Taking a narrowing back gives nothing back in running cases: there the case management decides."),
        ADMINISTRATORS,
    ),
    "institution-list": Help(
        _("Institutions"),
        _("Here are the institutions that take part, by name."),
        (_("Open one to change it, or add a new one."),),
        EMPTY,
        ADMINISTRATORS,
    ),
    "institution-add": Help(
        _("Add an institution"),
        _("Here you add an institution. One carrier that runs two services is two institutions."),
        (
            _("Choose region and kind: the kind decides what it may ever see, and cannot be changed later."),
            _("Enter a function mailbox, never that of a person."),
            _("Enter the carrier, written alike wherever it runs several institutions."),
        ),
        FORM,
        ADMINISTRATORS,
    ),
    "institution-change": Help(
        _("Change the institution"),
        _("Here you change name, mailbox, hours and carrier of an institution, and whether it takes part."),
        (_("Save. If it no longer takes part, its people cannot sign in any more."),),
        FORM,
        ADMINISTRATORS,
    ),
    "person-list": Help(
        _("Persons"),
        _("Here are the accounts, by name: open, closed, and invited."),
        (_("Open an account to change, invite, close or open it, or add a new one."),),
        _("If an invitation did not arrive, send a new one. The old link then leads nowhere."),
        ADMINISTRATORS,
    ),
    "person-add": Help(
        _("Add a person"),
        _("Here you add an account for a named person of an institution."),
        (
            _("Choose the institution; it decides the role. Enter name, user name and e-mail address."),
            _("Then send the invitation. You never know anybody's passphrase."),
        ),
        FORM,
        ADMINISTRATORS,
    ),
    "person-change": Help(
        _("Change the account"),
        _(
            "Here you change name, e-mail address and function of an account. Role and institution stay: who "
            "moves on gets a new account."
        ),
        (_("Save. A changed address is told to the old one."),),
        FORM,
        ADMINISTRATORS,
    ),
    "person-invite": Help(
        _("Invite"),
        _("Here you send a link for a new passphrase. It ends the person's sessions and earlier links."),
        (_("Make sure by telephone that the person asked for it. Then confirm."),),
        _("A closed account has to be opened first. Nobody invites themselves."),
        ADMINISTRATORS,
    ),
    "person-lock": Help(
        _("Close the account"),
        _("Here you close an account: at once when somebody leaves or a device is lost."),
        (_("Confirm. The person's sessions end with their next request; what they wrote stays."),),
        _("The last account that can administer cannot be closed."),
        ADMINISTRATORS,
    ),
    "person-unlock": Help(
        _("Open the account again"),
        _("Here you open an account again that was closed."),
        (_("Confirm. If the passphrase may be known to others, send a new invitation as well."),),
        ASK_ADMINISTRATION,
        ADMINISTRATORS,
    ),
    "figures-read": Help(
        _("Figures"),
        _(
            "Here are figures for the planning of help in your region. Small numbers are hidden, so that nobody "
            "can be recognised."
        ),
        (_("Read what was missing most often: places, appointments, interpreters, courses, staff."),),
        EMPTY,
        _("Only the network coordination. It never sees a case."),
    ),
    "keys-read": Help(
        _("Keys of the log"),
        _("Here the data protection officers see with which keys the log is closed, and whether it is being written."),
        (_("Compare the fingerprints with those on paper."),),
        _("If a fingerprint differs or the log is not being written, tell your institution at once."),
        _("Only data protection officers. They see the log, never a case file."),
    ),
}
