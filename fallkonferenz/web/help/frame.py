"""Help for signing in, for one's own settings, and for help itself."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import ASK_ADMINISTRATION, EVERYBODY, ONLY_YOU, Help

TITLE = _("Signing in and settings")

HELP = {
    "account_login": Help(
        _("Log in"),
        _("Here you sign in with your user name and your passphrase."),
        (_("Type both and press “Log in”."),),
        ASK_ADMINISTRATION,
        EVERYBODY,
    ),
    "person-prefer": Help(
        _("My settings"),
        _("Here you choose the language of your screen, and whether it is light or dark."),
        (_("Choose and save."),),
        ASK_ADMINISTRATION,
        ONLY_YOU,
    ),
}
