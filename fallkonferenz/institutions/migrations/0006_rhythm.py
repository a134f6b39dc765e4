"""How long an assessment holds, and how many incidents are an escalation: set per region, within the limits of the procedure."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models

# fmt: off
SETTINGS = (
    # name                       default  least  most  words
    ("reassess_hours_acute",     72,      1,     72,   "next assessment at level acute (hours)"),
    ("reassess_days_high",       7,       1,     7,    "next assessment at level high (days)"),
    ("reassess_days_medium",     30,      1,     30,   "next assessment at level medium (days)"),
    ("reassess_days_not_raised", 60,      1,     60,   "next assessment at level currently not raised (days)"),
    ("escalation_events",        3,       2,     5,    "incidents in twelve months that are an escalation"),
)
# fmt: on


def _setting(name: str, default: int, least: int, most: int, words: str) -> migrations.AddField:
    within = [MinValueValidator(least), MaxValueValidator(most)]
    field = models.PositiveSmallIntegerField(default=default, validators=within, verbose_name=words)
    return migrations.AddField("region", name, field)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0005_worker_reads_no_passphrase")]

    operations = [
        *(_setting(*row) for row in SETTINGS),
        migrations.AddConstraint(
            "region",
            models.CheckConstraint(
                name="region_reassesses_in_time",
                condition=models.Q(**{f"{name}__range": (least, most) for name, _d, least, most, _w in SETTINGS[:4]}),
            ),
        ),
        migrations.AddConstraint(
            "region",
            models.CheckConstraint(name="region_escalation_known", condition=models.Q(escalation_events__range=(2, 5))),
        ),
    ]
