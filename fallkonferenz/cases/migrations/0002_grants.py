"""Who may do what with the tables of a case. Nothing of a case is deleted by web or worker but admissions and rights."""

from django.db import migrations

from fallkonferenz.database import grants

# The worker reads no sealed column: it needs to know that something is due, never what.
WORKER_READS_CASE = (
    "SELECT (id, code, region_id, cluster, state, state_since, opened_at, last_referral_at, must_confer, confer_by, "
    "reassess_on, reassessed_at, level, lead_id, recognised_by_id, sharing_stopped_at, decide_sharing_by, frozen_at, "
    "review_on, uninformed_review_on)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("institutions", "0002_grants")]

    operations = [
        grants("cases_case", web="SELECT, INSERT, UPDATE", worker=WORKER_READS_CASE),
        grants("cases_party", web="SELECT, INSERT"),
        grants("cases_referral", web="SELECT, INSERT, UPDATE (confirmed_at)"),
        grants("cases_entry", web="SELECT, INSERT"),
        grants("cases_incident", web="SELECT, INSERT"),
        grants("cases_assessment", web="SELECT, INSERT"),
        grants("cases_safecontact", web="SELECT, INSERT"),
        grants("cases_ownreference", web="SELECT, INSERT, UPDATE (reference)"),
        grants("cases_ground", web="SELECT, INSERT, UPDATE (withdrawn_at)"),
        grants("cases_telling", web="SELECT, INSERT"),
        grants(
            "cases_participation",
            web="SELECT, INSERT, DELETE, UPDATE (flagging, until, agreed_until)",
            worker="SELECT, DELETE",
        ),
        grants("cases_casegroupright", web="SELECT, INSERT, DELETE", worker="SELECT"),
        grants("cases_caseuserright", web="SELECT"),
        grants("cases_admission", web="SELECT, INSERT", worker="INSERT"),
        grants("cases_exclusion", web="SELECT, INSERT, DELETE", worker="SELECT"),
        grants("cases_regionnarrowing", web="SELECT, INSERT, UPDATE, DELETE"),
    ]
