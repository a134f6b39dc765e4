"""Keep the packs that were loaded. The web adds them and takes them out of use; nobody changes or removes one."""

import uuid

from django.db import migrations, models

RIGHTS = """
GRANT SELECT, INSERT, UPDATE (active, retired_at) ON risk_pack TO fk_web;
"""
# An assessment names the pack it was scored with by its fingerprint: what stood in it must be there to be looked up.
STAYS = """
CREATE FUNCTION risk_pack_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a pack is kept as it was loaded' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT OLD.active OR NEW.active OR (to_jsonb(NEW) - 'active' - 'retired_at') <> (to_jsonb(OLD) - 'active' - 'retired_at') THEN
        RAISE EXCEPTION 'a pack can be retired once, and not be changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION risk_pack_stays() FROM PUBLIC;
CREATE TRIGGER risk_pack_stays BEFORE UPDATE OR DELETE ON risk_pack
    FOR EACH ROW EXECUTE FUNCTION risk_pack_stays();
ALTER TABLE risk_pack ENABLE ALWAYS TRIGGER risk_pack_stays;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40, verbose_name="instrument")),
                ("version", models.CharField(max_length=20, verbose_name="version of the instrument")),
                ("pack_version", models.CharField(max_length=20, verbose_name="version of the pack")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("body", models.BinaryField(verbose_name="file")),
                ("verified", models.BooleanField(verbose_name="verified")),
                ("loaded_at", models.DateTimeField(verbose_name="loaded")),
                ("loaded_by", models.UUIDField(null=True, verbose_name="loaded by")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("retired_at", models.DateTimeField(null=True, verbose_name="retired")),
            ],
            options={
                "verbose_name": "pack",
                "verbose_name_plural": "packs",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("key",), name="one_pack_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("active", models.Q(("retired_at", None)))), name="retired_or_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="sha256_is_one"
                    ),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(STAYS, "DROP FUNCTION risk_pack_stays() CASCADE;"),
    ]
