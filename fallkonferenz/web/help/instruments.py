"""Help for the pages of risk instruments and their packs."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.help.text import ADMINISTRATORS, ASK_ADMINISTRATION, EMPTY, Help

TITLE = _("Risk instruments")

READERS = _("Whoever works with cases, the network coordination and the system administration. It holds no case.")

HELP = {
    "instrument-list": Help(
        _("Risk instruments"),
        _("Here are the instruments that can be used: how a result comes about, and whether it is confirmed."),
        (
            _("Open an instrument before you use it for the first time."),
            _("Read what it must not be used for; then what it asks."),
        ),
        ASK_ADMINISTRATION,
        READERS,
    ),
    "instrument-read": Help(
        _("One risk instrument"),
        _("Here is what an instrument measures, how well it predicts, what it must not be used for and what it asks."),
        (
            _("Look first for whom it is not valid."),
            _("Read the warning beside a percentage: it holds for the sample it comes from."),
            _("Where a state says “not confirmed”, its answers are shown, never a band."),
            _("Where it says “wording not confirmed”, rule and thresholds are the instrument’s own."),
        ),
        _("An instrument that was a pack disappears when the pack is taken out of use."),
        READERS,
    ),
    "pack-list": Help(
        _("Packs"),
        _("Here are the packs that were loaded for risk instruments: of whom, whether verified, and which is in use."),
        (
            _("Compare the fingerprint with what the authority says, by telephone."),
            _("Load a new pack, or take one out of use."),
        ),
        EMPTY,
        ADMINISTRATORS,
    ),
    "pack-load": Help(
        _("Load a pack"),
        _("Here you load the file that an authority gave you. It takes the place of the pack there was."),
        (
            _("Choose the file, unchanged as it came."),
            _("Read whether it is verified. If not, only its wording counts, none of its points, bands or thresholds."),
        ),
        _(
            "A file that is damaged, unsigned or signed by somebody unknown is refused whole; ask the authority for it anew."
        ),
        ADMINISTRATORS,
    ),
    "pack-retire": Help(
        _("Take a pack out of use"),
        _("Here you take a pack out of use, for instance because the authority called it back."),
        (_("Confirm. Assessments that were made with it keep their result."),),
        _("It can be loaded again."),
        ADMINISTRATORS,
    ),
}
