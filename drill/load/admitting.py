"""Who takes part in the generated cases, in SQL: who flagged, the case management, the police and one house more."""

from django.contrib.auth.models import Permission
from django.db import connection

from bench.generate_lists import LISTED
from fallkonferenz.access.sections import ceiling, codenames
from fallkonferenz.cases.sections import Section, contribute_right
from fallkonferenz.institutions.kinds import Kind

KINDS_THAT_FLAG = (Kind.BISS, Kind.POLICE, Kind.WOMENS_SHELTER, Kind.YOUTH_SERVICES, Kind.COUNSELLING_CENTRE)
ONE_MORE = tuple(
    kind for kind in Kind if "c" in ceiling(kind).values() and kind not in (Kind.CASE_MANAGEMENT, *KINDS_THAT_FLAG)
)

ADMIT = """
INSERT INTO cases_participation (id, case_id, institution_id, flagging, leads, since, state, sort_at)
SELECT gen_random_uuid(), c.id, i.group_id, i.group_id = c.recognised_by_id, i.group_id IS NOT DISTINCT FROM c.lead_id,
       c.opened_at, c.state, c.state_since
FROM cases_case c JOIN institutions_institution i ON i.region_id = c.region_id
WHERE i.group_id = c.recognised_by_id OR i.kind IN ('case_management', 'police')
   OR i.kind = (%(more)s::text[])[1 + abs(hashtext(c.code)) %% %(number)s]
"""
REMEMBER = """
INSERT INTO cases_admission (id, case_id, institution_id, act, by_id, at, basis, rights)
SELECT gen_random_uuid(), case_id, institution_id, 'admitted', NULL, since, 'public_task', '{}'
FROM cases_participation
"""
RIGHTS = """
INSERT INTO cases_casegroupright (content_object_id, group_id, permission_id)
SELECT DISTINCT p.case_id, p.institution_id, held.permission
FROM cases_participation p
JOIN institutions_institution i ON i.group_id = p.institution_id
JOIN unnest(%s::text[], %s::int[]) AS held (kind, permission)
  ON held.kind = i.kind OR (held.kind = 'flagging' AND p.flagging)
"""


def admit() -> None:
    permissions = dict(Permission.objects.filter(content_type__model="case").values_list("codename", "pk"))
    held = {kind.value: codenames(ceiling(kind)) for kind in Kind}
    held["flagging"] = {contribute_right(Section.INCIDENT)}
    pairs = [(kind, permissions[codename]) for kind, names in held.items() for codename in names]
    with connection.cursor() as cursor:
        cursor.execute(ADMIT, {"more": list(ONE_MORE), "number": len(ONE_MORE)})
        cursor.execute(REMEMBER)
        cursor.execute(LISTED)  # what triggers do, which rest meanwhile
        cursor.execute(RIGHTS, [[kind for kind, _pk in pairs], [pk for _kind, pk in pairs]])
