"""Help for conferences: planned, convened, held, recorded."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import EMPTY, FORM, MANAGEMENT_ONLY, NOT_FOUND, NOT_YET, Help

TITLE = _("Conferences")

HELP = {
    "conference-list": Help(
        _("Conferences"),
        _("Here are the conferences you are invited to; for the case management, all of the region."),
        (
            _("Open a conference to see its agenda and to answer."),
            _("The case management plans the next one here."),
        ),
        EMPTY,
        _("Of an agenda everybody sees only the cases of the own institution."),
    ),
    "conference-plan": Help(
        _("Plan a conference"),
        _("Here the case management plans a conference of the region, without cases yet."),
        (
            _(
                "Say which kind it is, how it meets and when it begins, and who chairs and takes the minutes: two"
                " people."
            ),
            _("Put cases on it by convening in the case file."),
        ),
        FORM,
        _("Only the case management plans. Others learn of the conference when one of their cases is put on it."),
    ),
    "conference-read": Help(
        _("Conference"),
        _("Here is the conference with the items that concern you: case, time, who is invited and what was answered."),
        (
            _("Answer the invitation, or contribute in writing if nobody can come."),
            _(
                "For a projector choose the light appearance in your settings; on a telephone the items stand "
                "below each other."
            ),
            _("Printed, it is an agenda with the mark, who printed it and when."),
        ),
        NOT_FOUND,
        _("Items of cases your institution takes no part in are not there, and not counted either."),
    ),
    "conference-show": Help(
        _("A case for the table"),
        _("Here is one case in large type, for a projector or for a telephone that is handed round."),
        (
            _("Only what every institution invited to this case may see stands here, and never a name."),
            _("What is written elsewhere each institution says itself, as far as it may."),
            _("Go on to the next case when the measures are settled; record each case afterwards."),
        ),
        _(
            "If hardly anything stands here, one of those invited may see very little. That is no fault: the page "
            "shows what all of them have in common."
        ),
        MANAGEMENT_ONLY,
    ),
    "conference-answer": Help(
        _("Answer the invitation"),
        _("Here you say whether your institution comes, and who."),
        (_("Accept, apologise, or name a deputy. You can change it until the conference."),),
        NOT_YET,
        _("The case management and the other invited institutions see the answer."),
    ),
    "conference-contribute": Help(
        _("Contribute in writing"),
        _("Here you write what your institution wants to be heard if nobody can come, or beforehand."),
        (_("Write in a few sentences, without names, and send."),),
        FORM,
        _("Your institution and the case management, which brings it in."),
    ),
    "case-convene": Help(
        _("Convene a conference"),
        _("Here the case management puts the case on a conference and invites."),
        (
            _("Choose a planned conference that lies within the limit, or record an ad hoc one."),
            _("Choose whom to invite: at least two kinds of institution. Say whether the person is named."),
        ),
        _(
            "At least two institutions of different kinds must be admitted, each with an open account. Admit them"
            " first."
        ),
        MANAGEMENT_ONLY,
    ),
    "case-follow_up": Help(
        _("Convene a follow-up conference"),
        _("Here the case management brings a case whose measures run into a conference again."),
        (_("Choose the conference and whom to invite, as for the first."),),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "case-call_off": Help(
        _("Call the conference off"),
        _("Here the case management takes the case off a conference before it was heard."),
        (_("Give the reason and confirm. Those invited are told; the case can be convened again."),),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "case-hold": Help(
        _("Record the conference"),
        _("Here the case management records what came of the item: heard, or why not."),
        (
            _("Tick who came, also for institutions that answered otherwise."),
            _("Record the view of the person at risk and who spoke it, and dissent."),
            _("If it was not heard, say why and what happens to it."),
        ),
        FORM,
        _("What was recorded is read with the section on risk, her view with the section on her situation."),
    ),
    "case-agree_measures": Help(
        _("Agree the measures"),
        _("Here the case management ends the conference of a case: the measures are agreed and one institution leads."),
        (
            _("Enter the measures first, one of them for telling the person at risk."),
            _("Choose who leads, and confirm. Leading gives no further sight."),
        ),
        _("The page says what is still missing."),
        MANAGEMENT_ONLY,
    ),
}
