"""The public pages in words: what regions say of themselves, and what is true of the software wherever it runs."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fallkonferenz.institutions.models import Region

Words = str | Promise


class Part(NamedTuple):
    heading: Words
    text: Words


class OwnWords(NamedTuple):
    """What one region says; ``contact`` is where barriers are reported to, on the page that is about them."""

    region: str
    text: str
    contact: str


@dataclass(frozen=True)
class PublicPage:
    title: Words
    field: str
    missing: Words
    parts: tuple[Part, ...] = ()
    contact_field: str = ""

    def of(self, region: Region) -> OwnWords:
        contact = getattr(region, self.contact_field) if self.contact_field else ""
        return OwnWords(region.name, getattr(region, self.field).strip(), contact)


IMPRINT = PublicPage(
    title=_("Imprint"),
    field="imprint",
    missing=_("The operator has not yet said here who is responsible for this site."),
)
PRIVACY = PublicPage(
    title=_("Data protection notice"),
    field="data_protection",
    missing=_(
        "The operator has not yet said here who is responsible for the processing,"
        " and how the data protection officer is reached."
    ),
    parts=(
        Part(
            _("What this software is for"),
            _(
                "Institutions that protect people from violence at home work together here on cases of high risk: they"
                " assess the risk, confer, and agree on measures. Only people with an account take part, and each sees"
                " only what the own task needs."
            ),
        ),
        Part(
            _("Data of people in a case"),
            _(
                "A case has a code instead of a name. There is no field for names, addresses, birth dates or telephone"
                " numbers of people in a case, and nobody may write down where a person is sheltered. What institutions"
                " write about a case is encrypted with a key of its own. Nothing is decided by the software: risk and"
                " measures are decided by people."
            ),
        ),
        Part(
            _("Data of people with an account"),
            _(
                "Name, e-mail address at work, institution, role, function, passphrase (only as a hash), language and"
                " appearance, and when you last signed in. Mails say only that there is something new, never what."
            ),
        ),
        Part(
            _("What is logged"),
            _(
                "Every look at a case and every change is written into an encrypted log that only the data protection"
                " officers can open. Technical logs say what failed and where, never what it was about. To slow down"
                " guessing of passphrases, the address of the device from which somebody tries to sign in is kept for"
                " a short time."
            ),
        ),
        Part(
            _("Cookies"),
            _(
                "One for being signed in, one against forged forms, one for the chosen language. They are needed for"
                " what you ask for (§ 25 (2) TDDDG), so there is no banner. Nothing is loaded from other servers,"
                " nobody is followed."
            ),
        ),
        Part(
            _("For how long"),
            _(
                "A closed case can be read for as long as the region has set: if nothing was changed, twelve months"
                " after the last referral by the case management, thirty days by others. Erasing it means destroying"
                " its key, after which nobody can read it, not even in a copy whose key was destroyed too. Notices are"
                " deleted after thirty days; the operator deletes accounts two years after they were closed."
            ),
        ),
        Part(
            _("Your rights"),
            _(
                "You may ask what is stored about you (Art. 15 GDPR), have it corrected, erased or restricted (Art. 16"
                " to 18), object (Art. 21), withdraw a consent at any time for the future (Art. 7), and complain to a"
                " supervisory authority (Art. 77). Turn to the institution that you know, or to the data protection"
                " officer. Say how an answer reaches you without anybody reading it whom it could put you in danger"
                " from."
            ),
        ),
    ),
)
ACCESSIBILITY = PublicPage(
    title=_("Declaration of accessibility"),
    field="accessibility",
    contact_field="accessibility_contact",
    missing=_("The operator has not yet said here which barriers are known."),
    parts=(
        Part(
            _("What applies"),
            _(
                "The software was built to meet EN 301 549 and with it the BITV 2.0 and the WCAG 2.2, levels A and AA."
                " Nobody from outside has tested it yet. It therefore counts as partly compatible."
            ),
        ),
        Part(
            _("How it was checked"),
            _(
                "By the makers themselves: with each change a program (axe-core) looks for barriers in a browser, light"
                " and dark, wide and as narrow as 320 pixels, and every step can be done without JavaScript."
                " Such programs find only part of all barriers."
            ),
        ),
        Part(
            _("Barriers that are known"),
            _(
                "There is no version in easy language and none in sign language. Texts that others have written are"
                " shown as they were written."
            ),
        ),
        Part(
            _("If the answer does not help"),
            _(
                "You may turn to the office of your state that arbitrates between people with disabilities and"
                " authorities. It costs nothing."
            ),
        ),
    ),
)
