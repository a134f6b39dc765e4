"""Firearms are asked about when a case is flagged and when it is taken up again, too."""

from django.db import migrations, models

ASKED_AT = [
    ("flag", "flagged"),
    ("reopen", "taken up again"),
    ("assessment", "risk assessment"),
    ("assess", "assessed"),
    ("not_high_risk", "no high-risk case"),
    ("handle_alone", "handled alone"),
    ("convene", "conference convened"),
    ("agree_measures", "measures agreed"),
    ("follow_up", "follow-up conference convened"),
    ("close", "closed"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_open_assessments_are_reminded_of")]

    operations = [
        migrations.RemoveConstraint(model_name="firearmsanswer", name="firearms_step_known"),
        migrations.AlterField(
            model_name="firearmsanswer",
            name="step",
            field=models.CharField(choices=ASKED_AT, max_length=16, verbose_name="asked at"),
        ),
        migrations.AddConstraint(
            model_name="firearmsanswer",
            constraint=models.CheckConstraint(
                name="firearms_step_known", condition=models.Q(step__in=[key for key, _words in ASKED_AT])
            ),
        ),
    ]
