"""English dates that nobody can read the wrong way round: 22 Nov 2026, never 11/22/2026; and 24 hours."""

SHORT_DATE_FORMAT = "j M Y"
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
DATETIME_FORMAT = "j F Y, H:i"
