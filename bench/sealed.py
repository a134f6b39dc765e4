"""Real keys and texts, for the cases whose texts a page opens: a page of measures for each of four institutions."""

from datetime import timedelta

from bench import world
from bench.generate import ALIKE
from bench.lists import without_row_security
from bench.pages import SEEN, TEXT
from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.scope import case_page
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.sealing import CaseVault


def seal() -> None:
    for number in range(ALIKE):
        person = world.person(SEEN, number)
        with without_row_security(), acting_as(person):
            rows = case_page(person).rows
            for row in (*rows, rows[0]):  # one more than a page shows: then it is all that the page asks for
                _measure(row.case_id, person)
    world.administrator().execute("VACUUM ANALYZE measures_measure, vault_casekey")


def _measure(case, person: Person) -> None:
    known = CaseKey.objects.filter(pk=case).exists()
    vault = CaseVault.open(case) if known else CaseVault.make(case)
    measure = Measure(
        case_id=case, responsible_id=person.institution_id, made_by=person, due_at=clock.now() + timedelta(days=7)
    )
    vault.seal(measure, what=TEXT)
    measure.save(force_insert=True)
