"""How much of what is measured: shared by the table of figures, which knows no Django, and by what is timed."""

# Cases that an institution may see, and the state asked for; the last one is a rare state.
CELLS = (
    *((visible, state) for visible in (20, 500, 5000) for state in ("", "measures")),
    (5000, "flagged"),
)
TEXTS = 200  # of one case, opened one after the other
KEYS = 25  # as many cases as a page has rows
