"""Help for measures: who does what by when, and what became of it."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import EMPTY, FORM, MANAGEMENT_ONLY, NOT_FOUND, NOT_YET, Help

TITLE = _("Measures")

HELP = {
    "measure-list": Help(
        _("Measures"),
        _("Here is what your institution is to do or contributes to, overdue first."),
        (
            _("Open a measure to accept it, to report its outcome, or to ask a question."),
            _("“Next” names the one step that brings a measure on."),
            _("Filter by state to see what was settled."),
        ),
        EMPTY,
        _("Your institution sees its own measures, the case management those of its region."),
    ),
    "measure-read": Help(
        _("Measure"),
        _("Here is one measure: what is to be done, by whom, until when, and what became of it."),
        (
            _("“Next steps” says what you can do with it now."),
            _(
                "If it bears the mark “not to be used towards the endangering person”, keep to it in every letter"
                " and call."
            ),
        ),
        NOT_FOUND,
        _("Those responsible and contributing see it, and whoever reads measures and every section it reveals."),
    ),
    "measure-propose": Help(
        _("Propose a measure"),
        _("Here your institution proposes what it can do itself."),
        (
            _("Say what is to be done, by when, and who contributes."),
            _("Say which sections the sentence reveals: who may not read one of them does not see the measure."),
        ),
        FORM,
        _("The case management decides in the conference whether it is agreed."),
    ),
    "measure-add": Help(
        _("Enter an agreed measure"),
        _("Here the case management enters what was agreed in the conference."),
        (
            _("One measure, one verb, one institution responsible, one date."),
            _("Tick the measure by which the person at risk is told what was agreed."),
            _("Say which sections the sentence reveals: who may not read one of them does not see the measure."),
        ),
        FORM,
        _("The institution responsible is told and accepts it or says why not."),
    ),
    "measure-refuse": Help(
        _("Do not accept the measure"),
        _("Here you say that your institution does not take the measure on."),
        (_("Give the reason in a sentence and send."),),
        NOT_YET,
        _("It goes back to the case management, which looks for another way."),
    ),
    "measure-drop": Help(
        _("Do not take up the proposal"),
        _("Here the case management says that a proposed measure is not taken up, and why."),
        (_("Say why; whoever sees the measure reads it. This is final: who proposed it can propose something else."),),
        _("The proposal is closed for good; who proposed it reads your reason and can propose anew."),
        _("Whoever sees the measure sees the outcome."),
    ),
    "measure-finish": Help(
        _("Report as done"),
        _("Here you report what was done."),
        (_("Write the outcome in a sentence or two, without names, and send."),),
        FORM,
        _("Whoever sees the measure sees the outcome."),
    ),
    "measure-overtake": Help(
        _("No longer needed or no longer possible"),
        _("Here you report that circumstances have changed and the measure is no longer needed or possible."),
        (_("Say what has changed, and send."),),
        FORM,
        _("Whoever sees the measure sees the outcome."),
    ),
    "measure-decline": Help(
        _("Not wanted by the person at risk"),
        _(
            "Here you report that the person at risk does not want the measure. It is her right and needs no "
            "reason from her."
        ),
        (_("Confirm it; a remark is not asked for."),),
        NOT_YET,
        _("Whoever sees the measure sees the outcome."),
    ),
    "measure-not_undertake": Help(
        _("Not undertaken"),
        _("Here you report that the measure was not carried out, without blame: what is missing is what matters."),
        (_("Say what would be needed, and send."),),
        FORM,
        _("The case management sees what is needed and can agree the measure anew."),
    ),
    "measure-lack_capacity": Help(
        _("No capacity"),
        _(
            "Here you report that there was no capacity: no place, no appointment, no interpreter, no course or "
            "nobody to do it."
        ),
        (_("Choose what was missing, and say what was done instead."),),
        FORM,
        _("Whoever sees the measure. What was missing is counted for the planning of help, without the case."),
    ),
    "measure-renew": Help(
        _("Agree it anew"),
        _("Here the case management agrees a measure anew that has come back."),
        (_("Set a new date. The institution responsible accepts it again or says why not."),),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "measure-ask": Help(
        _("Write to those who see the measure"),
        _("Here you write a question or an answer beside the measure."),
        (_("Write it short and without names, and send."),),
        FORM,
        _("Everybody who sees the measure reads it."),
    ),
}
