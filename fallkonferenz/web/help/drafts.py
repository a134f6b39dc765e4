"""Help for drafts and for the steps of a referral."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import FORM, ONLY_YOU, Help

TITLE = _("Drafts")
GONE = _("A draft of a case that is no longer open to you is gone, and so is one that is older than seven days.")

HELP = {
    "draft-list": Help(
        _("Drafts"),
        _("Here is what you began to type and have not sent. It is kept by itself while you fill in a form."),
        (
            _("“Continue writing” opens the form again, filled with what you typed."),
            _("“Look at the text” shows the texts alone, to read and to copy."),
            _("“Discard” asks once, then the text is gone for good. What you send needs no draft any more."),
            _(
                "Without a connection nothing is sent: the text stays in the form, which says so, until you press again."
            ),
        ),
        GONE,
        ONLY_YOU,
    ),
    "draft-read": Help(
        _("Draft"),
        _("Here are the texts of one draft, also when its form cannot be sent any more."),
        (_("Copy what you need, continue writing, or discard it."),),
        GONE,
        ONLY_YOU,
    ),
    "case-flag-step": Help(
        _("Steps of the referral"),
        _("Here you go on with a referral that you began. Nothing of it is sent before the last step."),
        (
            _("Fill in the step and press “Continue”. “Back” loses nothing."),
            _("“Continue later” keeps everything; you find it on the start page and where you flag a case."),
            _("The last step shows all of it. Change what is not right, then send it."),
        ),
        FORM,
        ONLY_YOU,
    ),
}
