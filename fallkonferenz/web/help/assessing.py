"""Help for assessing: beginning, the questions, the own judgement, the result; lowering by two, and dissent."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import FORM, NOT_FOUND, NOT_YET, Help

TITLE = _("Risk assessments")
OWN = _("Only your institution, until it is complete. That you opened it is logged.")
RISK = _(
    "Whoever reads the section on risk; single answers only the institution that assessed, and the case management."
)

HELP = {
    "assessment-list": Help(
        _("Risk assessments of a case"),
        _(
            "Here are the assessments of a case you may read: over time, side by side, with requests to lower and dissent."
        ),
        (
            _("Begin an assessment of your own, or go on with the open one."),
            _("Open one of the list to see what decided, how sure it is and which red flags it names."),
            _("Ask to lower the level, or record that you see it differently."),
        ),
        _("While your institution has an open assessment those of others are hidden: yours is to be independent."),
        RISK,
    ),
    "assessment-begin": Help(
        _("Begin an assessment"),
        _("Here you choose the instruments for an assessment, or none of them."),
        (
            _("Say what is known of the pair. Unknown is an answer too."),
            _("Choose among the instruments that are valid for this pair; for the others the page says why not."),
            _("Confirm that you are trained or licensed where an instrument asks for it."),
            _("Without an instrument the own judgement, with its reasons, is the assessment."),
        ),
        _("If your institution has an open assessment of the case, the page leads to that one instead."),
        OWN,
    ),
    "assessment-add_instrument": Help(
        _("Add instruments"),
        _("Here you choose further instruments for an assessment that was begun and is not complete."),
        (
            _("Check what is said of the pair: it stands there as it was entered before."),
            _("Choose among the instruments that are valid for this pair; for the others the page says why not."),
            _("Your own judgement stays as it is. No result is shown before the assessment is complete."),
        ),
        _(
            "One that was chosen by mistake can be taken out on the page of the assessment, as long as it has no answers."
        ),
        OWN,
    ),
    "assessment-read": Help(
        _("Risk assessment"),
        _("Here is one assessment: while it is open, what is still missing; when it is complete, its result."),
        (
            _("Open: answer the questions, give your own judgement, then complete it. No result is shown before."),
            _("Open: add an instrument, or take out one without answers. Who can go on with it is reminded each day."),
            _("Complete: read what decided, and how far the result could move with what is unknown."),
            _("Below, other assessments of the case stand over time and side by side, as far as you may read them."),
            _("To keep it in your own file, print it from the browser."),
        ),
        NOT_FOUND,
        RISK,
    ),
    "assessment-answer": Help(
        _("Questions of an instrument"),
        _("Here you answer the questions, all on one page or one after the other, in as many sittings as you need."),
        (
            _("Choose yes, no, unknown or not asked. Unknown is better than a guess."),
            _("Say how you know it: nothing is chosen for you. Another source can be named beside each answer."),
            _("Save and go on later whenever you want: nothing is lost, and a colleague of your house can go on."),
        ),
        FORM,
        OWN,
    ),
    "assessment-judge": Help(
        _("Own judgement"),
        _("Here you say what you see yourself, before any result of an instrument is shown."),
        (
            _("Say what is known of firearms: it is asked each time."),
            _("Choose the level, give reasons, name the red flags you see, and say what worries you most."),
            _("Write how the person at risk sees it, or why nobody could ask."),
        ),
        _("It can be changed until the assessment is complete."),
        OWN,
    ),
    "level-ask_lower": Help(
        _("Ask to lower the level"),
        _("Here you ask for a lower level. Nobody lowers one alone: another institution decides."),
        (
            _("Assess the risk anew first: your own assessment has to come to that level."),
            _("Choose the level and say what has changed."),
        ),
        NOT_YET,
        _("Whoever reads the section on risk sees the request and what became of it."),
    ),
    "level-read_lower": Help(
        _("Lower the level?"),
        _("Here another institution asks to lower the level of a case, and you decide."),
        (
            _("Read the reasons and the assessment they rest on."),
            _("Agree, or say why the level stays. If you are not certain it stays."),
        ),
        _("A request is void when the level has moved or seven days have passed; then it is asked for anew."),
        _("Whoever reads the section on risk; deciding is for another institution than the one that asks."),
    ),
    "level-refuse_lower": Help(
        _("The level stays"),
        _("Here you say why a level is not lowered."),
        (_("Write in a few sentences what still speaks for the level, and save."),),
        FORM,
        _("Whoever reads the section on risk sees the request and what became of it."),
    ),
    "level-dissent": Help(
        _("Record dissent"),
        _("Here you record that you see another level than the case has."),
        (_("Choose the level you see and say why. To raise the level, assess anew instead."),),
        FORM,
        _("Whoever reads the section on risk sees it beside the level. It changes nothing by itself."),
    ),
}
