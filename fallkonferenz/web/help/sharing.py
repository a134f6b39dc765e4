"""Help for admissions, for who sees what, and for grounds of sharing."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import FORM, MANAGEMENT_ONLY, NOT_YET, Help

TITLE = _("Admission and sharing")

HELP = {
    "case-sight": Help(
        _("Who sees what"),
        _(
            "Here stands who takes part in the case, since when and why, and who reads which section. It is "
            "worked out from the same rights that decide."
        ),
        (
            _("Read a line from left to right: institution, persons, sections."),
            _("Narrow the sight, end an admission, exclude a person, or admit an institution from here."),
        ),
        _("If an institution reads an entry of somebody bound to secrecy, there is a ground: it stands below."),
        MANAGEMENT_ONLY,
    ),
    "admission-admit": Help(
        _("Admit an institution"),
        _("Here you admit an institution to the case. You see what it would read before you confirm."),
        (
            _("Choose the institution and look at the preview."),
            _("Take away what it does not need, section by section."),
            _("Say on which ground it takes part, why it is needed, and until when."),
        ),
        _(
            "An institution that is not offered takes part already, does not take part in the region, or can "
            "never be admitted."
        ),
        MANAGEMENT_ONLY,
    ),
    "admission-narrow": Help(
        _("Narrow the sight"),
        _("Here you narrow what one institution reads of this case. It holds from the next request on."),
        (_("Choose per section. More than its kind may ever read is not offered."),),
        FORM,
        MANAGEMENT_ONLY,
    ),
    "admission-withdraw": Help(
        _("End the admission"),
        _(
            "Here you end that an institution takes part. From the next request on the case does not exist for "
            "it, its own entries included."
        ),
        (_("Give reasons and confirm. Open measures of this institution need somebody else."),),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "admission-exclude": Help(
        _("Exclude a person"),
        _(
            "Here you keep out one person who is biased, for instance related to the pair. It wins over "
            "everything else."
        ),
        (_("Choose the person and confirm. Colleagues of the institution go on."),),
        _("Nobody excludes themselves: ask a colleague of the case management."),
        MANAGEMENT_ONLY,
    ),
    "identity-tell": Help(
        _("Record who was told who is meant"),
        _(
            "You told somebody by telephone who is meant. Here you record to whom and on which ground, never the "
            "name itself."
        ),
        (_("Choose the institution and, if there is an account, the person. Say when and on which ground."),),
        FORM,
        MANAGEMENT_ONLY,
    ),
    "ground-list": Help(
        _("Grounds of sharing"),
        _(
            "Here stand the consents, releases and legal grounds on which your institution shares with others, or"
            " others share with it."
        ),
        (
            _("See what is in force and until when."),
            _("Record a new ground before you share, and a withdrawal as soon as it is said."),
        ),
        _("If others cannot read your entries, a ground is missing here."),
        _(
            "You see the grounds of your own institution, the case management sees all. The reasons belong to who"
            " shares."
        ),
    ),
    "ground-record": Help(
        _("Record a ground of sharing"),
        _(
            "Here you record why entries of one institution may be read by others: about whom, in which sections,"
            " on which ground."
        ),
        (
            _("Choose the recipients, the sections and the person concerned."),
            _("For a consent or a release say who gave it and in which form; for a legal ground why it holds here."),
            _("Look at the preview: it says what this opens for whom. Then confirm."),
        ),
        FORM,
        _("The two institutions concerned and the case management see the ground."),
    ),
    "ground-withdraw": Help(
        _("Record a withdrawal"),
        _(
            "Here you record that a consent or release was withdrawn. From the next request on the entries are "
            "closed to the recipient."
        ),
        (
            _("Choose whose entries and for whom, and confirm."),
            _("The case then shows “sharing stopped”, and the case management decides within one working day."),
        ),
        NOT_YET,
        _("Everybody in the case sees that sharing was stopped, not who withdrew."),
    ),
    "ground-decide": Help(
        _("Decide after a withdrawal"),
        _("Here the case management decides how the case goes on after a withdrawal."),
        (_("Choose: another ground carries it, or it goes on anonymously. To close it there is a step of its own."),),
        _("What was withdrawn stays closed, whatever you decide."),
        MANAGEMENT_ONLY,
    ),
}
