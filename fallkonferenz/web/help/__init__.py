"""THE table of help: for each screen, by the name of its address, what it is for and how to go on."""

from fallkonferenz.web.help import frame
from fallkonferenz.web.help.text import Help

PARTS: tuple[tuple[object, dict[str, Help]], ...] = ((frame.TITLE, frame.HELP),)

HELP = {screen: text for _title, part in PARTS for screen, text in part.items()}
