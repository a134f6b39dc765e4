"""Who is a second one when a level is to be lowered: another institution, another carrier, another human being."""

from django.utils.translation import gettext as _

from fallkonferenz.cases.models import Lowering
from fallkonferenz.institutions.models import Person


def why_not(lowering: Lowering, by: Person) -> str:
    """The sentence for whoever is too near to those who ask; empty for a second one. The database asks the same again."""
    if lowering.institution_id == by.institution_id:
        return _("A person of another institution has to decide.")
    if lowering.institution.shares_carrier_with(by.own_institution):
        return _("An institution of another carrier has to decide: the one that asks and yours have the same carrier.")
    if lowering.author.is_same_human_as(by):
        return _("Another person has to decide: the account that asked has the same name or e-mail address as yours.")
    return ""
