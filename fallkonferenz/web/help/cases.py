"""Help for the case list, the case file, flagging, and what is written into a case."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import BY_SECTION, EVERYBODY_IN_CASE, FORM, NOT_FOUND, Help

TITLE = _("Cases")

HELP = {
    "case-list": Help(
        _("Cases"),
        _("Here are the cases your institution takes part in, the latest change of state first."),
        (
            _("Open a case by its code."),
            _(
                "Narrow the list by state, or to what is overdue, led or flagged by your institution. Or type a "
                "whole code as it was read to you: one wrong, missing or swapped character is put right."
            ),
            _("“Older” leads to the next page. There is no total: how many cases there are is nobody's business."),
        ),
        _(
            "A code that finds nothing belongs to no case of yours. Ask whoever read it to you, or flag the case "
            "and name the code."
        ),
        _("Everybody sees the cases of the own institution, and nothing of any other."),
    ),
    "case-read": Help(
        _("Case file"),
        _(
            "Here is what you may see of the case: where it stands, its sections, measures and conferences. What "
            "is not meant for your institution does not stand here, not even as a gap."
        ),
        (
            _("Red flags stand at the head for who reads the section on risk, with who named them last."),
            _("Read “At a glance” first, then the sections. “Course of the case” tells the same in the order of time."),
            _("“Next steps” says what you can do now, and of everything else why not yet."),
            _(
                "There you also add entries, incidents, assessments and persons. An entry is corrected by a "
                "further one, never overwritten."
            ),
            _("Printed, each page bears the mark, who printed it and when. Keep paper as you keep a file."),
        ),
        NOT_FOUND,
        BY_SECTION,
    ),
    "case-flag": Help(
        _("Flag a case"),
        _(
            "Here you flag a pair that needs protection. It takes about two minutes and replaces no emergency "
            "call: in acute danger 110."
        ),
        (
            _("Say why you flag, what happened and when, and how you know."),
            _("Say whether the person at risk knows of it, and if not why."),
            _(
                "If you were told a code for this pair, name it: the referral then joins that case. If somebody "
                "without an account told you, say for whom you type."
            ),
            _("Write no names, addresses or birth dates: codes stand for people."),
        ),
        FORM,
        _("Your institution and the case management of your region see the case from then on, nobody else."),
    ),
    "case-flagged": Help(
        _("The case is flagged"),
        _("The case is flagged, and the case management knows. Here is its code, to be read aloud on the telephone."),
        (
            _("Call the case management if it is urgent, and read the code with the words that stand beside it."),
            _("Note the code in your own file, never together with a name on one slip of paper."),
        ),
        NOT_FOUND,
        EVERYBODY_IN_CASE,
    ),
    "entry-add": Help(
        _("Add an entry"),
        _("Here you add what you know to one section of the case."),
        (
            _("Choose the section and whom it concerns; only sections your institution may write are offered."),
            _("Say whether it is a fact or an assessment, how you know, and when it happened."),
            _("Write it in a few sentences. Under each field stands what must not be in it."),
        ),
        FORM,
        _(
            "Institutions that read the section see it. If yours is bound to secrecy, others read it only as far "
            "as a ground of sharing is recorded."
        ),
    ),
    "entry-correct": Help(
        _("Correct an entry"),
        _("Here you correct an entry of your institution. The first one stays and is marked as corrected."),
        (_("Write the whole text as it should be, and save."),),
        _("Only the institution that wrote an entry can correct it. If you see a mistake of others, tell them."),
        _("Whoever read the first entry reads the correction."),
    ),
    "party-add": Help(
        _("Add a person to the case"),
        _("Here you add a child or a further person to the case. The person gets a code, no name is entered."),
        (_("Choose who is added, and save. Then entries can concern this person."),),
        _("If a role is not offered, your institution does not write in the section this person belongs to."),
        _("The person is known to those who may know of the section: of a child, for instance, not everybody learns."),
    ),
    "contact-set": Help(
        _("Set the safe contact"),
        _(
            "Here you say how the person at risk can be reached without danger: through whom, when, and what "
            "never to do."
        ),
        (
            _("Choose the institution contact goes through, the days, and ways that are never to be used."),
            _("A number or a place has no field here, on purpose."),
        ),
        FORM,
        _("Whoever reads the section on protection. A ground of sharing is needed like for an entry."),
    ),
    "reference-set": Help(
        _("Set the own reference"),
        _("Here you note the file number of your own institution for this case, so that both can be found together."),
        (_("Type the file number, no name, and save. It replaces the present one."),),
        FORM,
        _("Your institution only, not even the case management."),
    ),
    "case-report_incident": Help(
        _("Report a new incident"),
        _(
            "Here you report that something has happened again. It is possible at any time, also when the case is"
            " closed."
        ),
        (_("Say when it happened, how you know, and what happened. In acute danger call 110 first."),),
        FORM,
        _("The case management is told at once. Others read it as far as they read the section on incidents."),
    ),
    "case-report_change": Help(
        _("Report a change"),
        _(
            "Here you report what makes the danger another one: a separation, a release from custody, the end of an"
            " order. Each of them asks for a new assessment."
        ),
        (
            _("Choose what has changed."),
            _("If it is still ahead, name the day: the new assessment is due on that day. Else leave the day empty."),
        ),
        FORM,
        _("The case management is told. The date of the next assessment is read with the section on risk."),
    ),
    "incident-list": Help(
        _("Incidents and criteria"),
        _(
            "Here stands what happened and when, which of the four criteria speak for a conference, and when the risk"
            " is to be assessed anew."
        ),
        (
            _("See the rule beside each criterion: it says what was counted."),
            _("Report what has happened since, or a change that is ahead."),
        ),
        _("If an incident is missing, it was not recorded, or it is not open to your institution."),
        _(
            "Whoever reads the section on incidents. What follows from the section on risk stands here only for"
            " those who read that one, too."
        ),
    ),
    "assessment-add": Help(
        _("Assess the risk anew"),
        _(
            "Here you add your own assessment of the risk. Those of others stay as they are; differing ones stand"
            " beside each other."
        ),
        (
            _("Choose the level and write what speaks for it: name the red flags."),
            _("Say what worries you most, and how the person at risk sees it or why she or he was not heard."),
            _("If you name a day for the next assessment, you are reminded."),
        ),
        FORM,
        _(
            "Whoever reads the section on risk; how the person at risk sees it, only your institution and the case"
            " management. Your level can raise that of the case; lowering it takes two institutions."
        ),
    ),
}
