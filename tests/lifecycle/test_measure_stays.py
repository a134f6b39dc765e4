"""A measure moved into another case would be read by other institutions; the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.words import State
from fallkonferenz.measures.models import Measure
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


def test_even_for_whom_both_cases_are_open(cast, given):
    measure = given.measure(given.case(at=State.CONFERENCE))
    other = given.flagged()

    with acting_as(cast.case_manager), pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(case=other)


def test_and_for_a_superuser(cast, given):
    measure = given.measure(given.case(at=State.CONFERENCE))
    other = given.flagged()

    with beyond_row_security(), pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(case=other)
