"""Who runs an institution: two of one carrier are no two when a level is lowered."""

from django.db import migrations, models

HELP = (
    "The association, church or authority that runs it, written alike wherever it runs several: institutions of "
    "one carrier do not confirm to each other that a risk level is lowered."
)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0006_rhythm")]

    operations = [
        migrations.AddField(
            "institution",
            "carrier",
            models.CharField(blank=True, default="", help_text=HELP, max_length=120, verbose_name="carrier"),
            preserve_default=False,
        ),
        migrations.AddField(
            "institution",
            "carrier_key",
            models.CharField(blank=True, default="", editable=False, max_length=240),
            preserve_default=False,
        ),
    ]
