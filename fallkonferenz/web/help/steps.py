"""Help for the steps of a case, from assessing to closing."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import BY_SECTION, EVERYBODY_IN_CASE, FORM, MANAGEMENT_ONLY, NOT_YET, Help

TITLE = _("Steps of a case")

HELP = {
    "case-assess": Help(
        _("Assess the risk"),
        _("Here the case management records that the flag was looked at and the risk assessed."),
        (
            _("Read the case file, and call whoever flagged it if something is unclear."),
            _(
                "Choose the level, give reasons, say what worries you most and how the person at risk sees it, or why"
                " she or he was not heard. If others have assessed already you may leave all of it empty and take theirs."
            ),
            _("Decide next: a conference, handled alone, or no high-risk case."),
        ),
        FORM,
        MANAGEMENT_ONLY,
    ),
    "case-dismiss": Help(
        _("Do not pursue the flag"),
        _("Here the case management ends a flag that was double, not competent here, or made by mistake."),
        (_("Choose why, give reasons, and confirm. The case is then closed."),),
        _(
            "It is possible only before the assessment. Later close the case in another way, or report that it is"
            " no high-risk case."
        ),
        MANAGEMENT_ONLY,
    ),
    "case-not_high_risk": Help(
        _("No high-risk case: regular counselling"),
        _("Here the case management closes a case whose risk is below “high”, and names who goes on counselling."),
        (_("Choose the institution whose counselling goes on, and give reasons."),),
        _("Not possible at level high or acute, nor for a repeat: these go to a conference."),
        MANAGEMENT_ONLY,
    ),
    "case-ask_co_signature": Help(
        _("Ask the case management to co-sign"),
        _(
            "Your institution wants to handle the case alone. At level high or acute the case management agrees "
            "first; here you ask for it."
        ),
        (_("Read what follows and press the button. The case management gets a notice."),),
        NOT_YET,
        _("The institution of the last referral can open it, if it reads the section on risk."),
    ),
    "case-co_sign": Help(
        _("Co-sign that the case is handled alone"),
        _("Here you agree, by the four-eyes principle, that an institution handles a high-risk case alone."),
        (_("Read the file and the proposed measures. If you do not agree, convene a conference instead."),),
        _("A new assessment takes the co-signature back: it was given for another level."),
        MANAGEMENT_ONLY,
    ),
    "case-handle_alone": Help(
        _("Handle the case alone"),
        _("Your institution takes the lead and goes on without a conference."),
        (
            _("Propose at least one measure of your own before."),
            _("Name the day of the next assessment and confirm. The proposed measures then count as agreed."),
        ),
        NOT_YET,
        _("The institution of the last referral can open it; everybody admitted sees the new state."),
    ),
    "case-close": Help(
        _("Close the case"),
        _("Here the case management closes a case whose measures all have an outcome."),
        (
            _(
                "Say why it is closed, and assess the risk a last time: level, reasons, what worries you most, how the"
                " person at risk sees it or why she or he was not heard."
            ),
            _("With custody also name a day before the release."),
        ),
        _(
            "If a measure has no outcome, the page leads to it. A further incident within twelve months takes the"
            " case up again."
        ),
        _("Only the case management closes. Everybody admitted is told, and reads the case for a time."),
    ),
    "case-end_sharing": Help(
        _("Close after the withdrawal"),
        _("Here the case management closes a case because, after a withdrawal, no ground carries it any longer."),
        (
            _("Check whether another ground holds or the case can go on anonymously: then decide that instead."),
            _("Give reasons and confirm."),
        ),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "case-reopen": Help(
        _("Take up again as a repeat"),
        _(
            "Here you flag a further incident of a pair whose case is closed. Within twelve months after the last"
            " referral the same case goes on."
        ),
        (
            _("Tell it like a new referral: why, what, when, and whether the person at risk knows."),
            _("The case is assessed anew and goes to a conference, whatever the level."),
        ),
        _("After more than twelve months flag a new case and name the code."),
        BY_SECTION,
    ),
    "case-confirm_referral": Help(
        _("Confirm a referral"),
        _("Somebody typed a referral for your institution. Here you confirm that it is yours."),
        (_("Choose the referral and confirm it. If it is wrong, tell the case management."),),
        _("If there is nothing to choose, everything has been confirmed."),
        EVERYBODY_IN_CASE,
    ),
    "case-flag_linked": Help(
        _("Flag a linked case"),
        _(
            "Here you flag a further endangering person of the same person at risk. It becomes a case of its own,"
            " and both are heard together."
        ),
        (_("Say how the two are related, and tell it like a new referral."),),
        FORM,
        _("Whoever takes part in this case does not see the new one by itself: each admission is made for one case."),
    ),
    "case-record_death": Help(
        _("Record the death of the endangering person"),
        _("Here the case management records that the endangering person has died."),
        (
            _("Enter when, as exactly as it is known."),
            _("Have linked cases assessed anew: others may now be more dangerous. Then this pair can be closed."),
        ),
        _("This cannot be taken back easily. Be certain."),
        MANAGEMENT_ONLY,
    ),
    "case-close_pair": Help(
        _("Close the pair after the death"),
        _("Here the case management closes the case of a pair after the death of the endangering person."),
        (_("See that linked cases were assessed anew; then give reasons and confirm."),),
        NOT_YET,
        MANAGEMENT_ONLY,
    ),
    "case-freeze": Help(
        _("Record the death of the person at risk"),
        _(
            "Here the case management records that the person at risk has died. The case and those linked to it "
            "are then kept unchanged."
        ),
        (_("Enter when, and confirm. All other admissions end at once."),),
        _("This cannot be undone."),
        MANAGEMENT_ONLY,
    ),
    "case-leave_uninformed": Help(
        _("Record why the endangering person is not informed"),
        _(
            "The law wants the endangering person informed unless that would endanger somebody. Here you record "
            "why it is not done."
        ),
        (_("Give reasons, and a day on which it is looked at again. You are reminded."),),
        FORM,
        MANAGEMENT_ONLY,
    ),
}
