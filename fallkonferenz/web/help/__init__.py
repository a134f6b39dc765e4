"""THE table of help: for each screen, by the name of its address, what it is for and how to go on."""

from fallkonferenz.web.help import (
    administration,
    assessing,
    cases,
    conferences,
    drafts,
    frame,
    instruments,
    log,
    measures,
    review,
    sharing,
    steps,
)
from fallkonferenz.web.help.text import Help

PARTS: tuple[tuple[object, dict[str, Help]], ...] = tuple(
    (part.TITLE, part.HELP)
    for part in (
        frame,
        cases,
        drafts,
        steps,
        assessing,
        sharing,
        conferences,
        measures,
        instruments,
        administration,
        log,
        review,
    )
)

HELP = {screen: text for _title, part in PARTS for screen, text in part.items()}
