"""Help for signing in, for one's own settings, and for help itself."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import ASK_ADMINISTRATION, EMPTY, EVERYBODY, ONLY_YOU, Help

TITLE = _("Signing in and settings")

HELP = {
    "rights-read": Help(
        _("Who may what?"),
        _("Here is what your account may do, what your institution can see of a case, and the same for all others."),
        (
            _(
                "Look first at what your institution can see: it is the most there can be, not what it sees in each case."
            ),
            _("Open another role or another kind of institution to see what it may."),
            _("Who really sees one case says its own page “Who sees what”, for the case management."),
        ),
        _("If you may do less than your work needs, ask the case management of your region."),
        _("Everybody who is signed in sees this page; it says nothing of any case."),
    ),
    "account_login": Help(
        _("Log in"),
        _("Here you sign in with the user name and the passphrase of your account."),
        (
            _(
                "Type your user name or the e-mail address of your account, and your passphrase. Pasting and a "
                "password manager are welcome."
            ),
            _("Press “Log in”. After fifteen idle minutes, and after ten hours at the latest, you sign in again."),
        ),
        _(
            "After five wrong attempts the account has to wait five minutes. If you forgot your passphrase, ask "
            "your system administration for a new invitation."
        ),
        EVERYBODY,
    ),
    "account_logout": Help(
        _("Log out"),
        _("Here you end your session. What the browser kept of it is cleared."),
        (
            _("Press “Log out”."),
            _(
                "If somebody comes in, “Lock now” is faster: it blanks the screen at once. Pressing Escape three "
                "times does the same on every page."
            ),
        ),
        ASK_ADMINISTRATION,
        ONLY_YOU,
    ),
    "account_change_password": Help(
        _("Change your passphrase"),
        _("Here you choose a new passphrase. It ends your sessions on all other devices."),
        (
            _("Type your present passphrase, then the new one twice."),
            _("Four or five words that do not belong together are long enough and easy to remember."),
        ),
        _("If you no longer know the present one, ask your system administration for a new invitation."),
        ONLY_YOU,
    ),
    "invitation-accept": Help(
        _("Invitation"),
        _("With this link you set the passphrase of your account. It works once and for 24 hours."),
        (
            _("Note your user name: the page says it."),
            _("Choose a passphrase of at least 15 characters and type it twice. Then sign in with it."),
        ),
        _("If the link leads nowhere it was used or has run out. Ask your system administration for a new one."),
        EVERYBODY,
    ),
    "locked": Help(
        _("Page closed"),
        _("You locked the screen. Your session has ended; what was open is no longer here."),
        (
            _("Press “Continue” to sign in again."),
            _(
                "Locking: the button “Lock now” at the top of every page, the key with Alt and S, or Escape three"
                " times."
            ),
        ),
        _("Locking does not clear the history of the browser; it shows that this product was used, never a case."),
        EVERYBODY,
    ),
    "start": Help(
        _("Start"),
        _("Here you find what needs you now: what is new, what is due, and what is overdue, the most urgent first."),
        (
            _("Open a line to get to the case, the conference or the measure."),
            _("Press “Flag a case” to begin a new one. In acute danger call 110 first."),
        ),
        EMPTY,
        _("Each role sees its own start page. Whoever administers or coordinates never sees a case here."),
    ),
    "person-prefer": Help(
        _("My settings"),
        _("Here you choose the language of your screen, and whether it is light or dark."),
        (
            _("Choose the language. What people wrote stays in the language they wrote it in."),
            _("Choose the appearance: for a projector light reads best. Then save."),
            _("“Change your passphrase” leads to a page of its own."),
        ),
        ASK_ADMINISTRATION,
        ONLY_YOU,
    ),
    "notice-list": Help(
        _("Notices"),
        _("Here stands what is new for you, the newest first. A mail only ever says that there is something new."),
        (_("Open the case a notice is about, or mark it as read."),),
        _(
            "If a notice leads back to this list, what it was about is no longer visible to you: for instance "
            "your institution has left the case."
        ),
        ONLY_YOU,
    ),
}
