"""The closed lists of a case: levels, grounds, relations. Free text is the exception."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    FLAGGED = "flagged", _("flagged")
    ASSESSED = "assessed", _("assessed")
    CONFERENCE = "conference", _("in conference")
    MEASURES = "measures", _("measures are running")
    CLOSED = "closed", _("closed")


OPEN_STATES = (State.FLAGGED, State.ASSESSED, State.CONFERENCE, State.MEASURES)
TO_CONFER = (State.FLAGGED, State.ASSESSED)


class Relationship(TextChoices):
    """What joins the person at risk to the endangering person; nobody's sex is assumed."""

    PARTNERS = "partners", _("Partners")
    FORMER_PARTNERS = "former_partners", _("Former partners")
    PARENT_OF = "parent_of", _("Parent, endangered by the own child")
    CHILD_OF = "child_of", _("Child, endangered by a parent")
    SIBLINGS = "siblings", _("Siblings")
    FAMILY = "family", _("Further family")
    DEPENDENCY = "dependency", _("Dependency or exploitation")


class PartyRole(TextChoices):
    AT_RISK = "person_at_risk", _("Person at risk")
    ENDANGERING = "endangering_person", _("Endangering person")
    CHILD = "child", _("Child")
    FURTHER_AT_RISK = "further_at_risk", _("Further person at risk")
    OTHER = "other", _("Other person")


class ReferralGround(TextChoices):
    VISIBLE_HIGH_RISK = "visible_high_risk", _("visibly high risk")
    JUDGEMENT = "judgement", _("professional judgement")
    ESCALATION = "escalation", _("accumulation of incidents")
    REPEAT = "repeat", _("repeat")


class Level(TextChoices):
    """Never "low": the lowest level says only what is known today."""

    ACUTE = "acute", _("acute")
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    NOT_RAISED = "not_raised", _("currently not raised")


HIGH_LEVELS = (Level.ACUTE, Level.HIGH)


class LoweringOutcome(TextChoices):
    """What became of a request to lower the level."""

    ASKED = "asked", _("asked for")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    VOID = "void", _("void")  # the level moved, or nobody decided in time


class Because(TextChoices):
    """Why a case is to be assessed anew."""

    FLAGGED = "flagged", _("flagged, not assessed yet")
    LEVEL = "level", _("rhythm of the level")
    DATE = "date", _("date that was set")
    INCIDENT = "incident", _("new incident")
    SEPARATION = "separation", _("separation")
    RELEASE = "release", _("release from custody")
    ORDER_END = "order_end", _("end of an order")
    DEATH = "death", _("death of the endangering person")


# Dates that follow from time alone: each assessment sets the next one. All other rows wait for their own moment.
OF_TIME = (Because.FLAGGED, Because.LEVEL, Because.DATE)
# What anybody admitted can report: at each of these the danger can be another one from that hour on.
CHANGES = (Because.SEPARATION, Because.RELEASE, Because.ORDER_END)


class Firearms(TextChoices):
    """Whether the endangering person has or can get a firearm (Art. 51 of the Istanbul Convention)."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


class AskedAt(TextChoices):
    """At which step of the case firearms were asked about."""

    FLAG = "flag", _("flagged")
    REOPEN = "reopen", _("taken up again")
    ASSESSMENT = "assessment", _("risk assessment")
    ASSESS = "assess", _("assessed")
    NOT_HIGH_RISK = "not_high_risk", _("no high-risk case")
    HANDLE_ALONE = "handle_alone", _("handled alone")
    CONVENE = "convene", _("conference convened")
    AGREE_MEASURES = "agree_measures", _("measures agreed")
    FOLLOW_UP = "follow_up", _("follow-up conference convened")
    CLOSE = "close", _("closed")


# Said with a referral, so it answers for no step that follows.
OF_REFERRALS = (AskedAt.FLAG, AskedAt.REOPEN)


class Source(TextChoices):
    OWN = "own", _("own perception")
    TOLD = "told", _("told by")
    RECORD = "record", _("record")


class Nature(TextChoices):
    """§ 73 BDSG: a personal assessment is marked as one."""

    FACT = "fact", _("fact")
    ASSESSMENT = "assessment", _("assessment")


class GroundKind(TextChoices):
    CONSENT = "consent", _("Consent")
    RELEASE = "release", _("Release from confidentiality")
    VITAL_INTERESTS = "vital_interests", _("Vital interests (Art. 6 (1) (d) GDPR)")
    NECESSITY = "necessity", _("Necessity (§ 34 StGB) with a ground of data protection law")
    DUTY_TO_REPORT = "duty_to_report", _("Duty to report (§ 138 StGB)")
    CHILD_NOTICE = "child_notice", _("Notice to the youth office (§ 4 (3) KKG)")
    POLICE_TRANSMISSION = "police_transmission", _("Transmission to avert danger (police law of the Land)")
    PUBLIC_TASK = "public_task", _("Public task under special law")
    ANONYMOUS = "anonymous", _("Anonymous: the recipient cannot tell who is meant")


GIVEN_BY_SOMEBODY = (GroundKind.CONSENT, GroundKind.RELEASE)


class GivenBy(TextChoices):
    """Never the endangering parent."""

    PERSON = "person", _("the person herself or himself")
    GUARDIAN = "guardian", _("a guardian who is not the endangering person")
    LEGAL_CARER = "legal_carer", _("a legal carer")


class GroundForm(TextChoices):
    WRITTEN = "written", _("in writing")
    ORAL = "oral", _("orally, writing to follow")
    INTERPRETED = "interpreted", _("orally through an interpreter")


class Dismissal(TextChoices):
    DOUBLE = "double", _("double")
    NOT_COMPETENT = "not_competent", _("not competent")
    ERROR = "error", _("by mistake")


class Closing(TextChoices):
    """Why a case is closed. Custody alone is no ground without a review date tied to release."""

    DISMISSED = "dismissed", _("flag not pursued")
    NOT_HIGH_RISK = "not_high_risk", _("no high-risk case: regular counselling")
    SECURED = "secured", _("measures done, risk no longer raised")
    CUSTODY = "custody", _("endangering person in custody")
    MOVED = "moved", _("handed over")
    SHARING_ENDED = "sharing_ended", _("sharing ended after a withdrawal")
    DEATH = "death", _("endangering person has died")


class Decision(TextChoices):
    """What the case manager decides after a withdrawal, within one working day."""

    OTHER_GROUND = "other_ground", _("another legal ground")
    ANONYMOUS = "anonymous", _("go on anonymously")
    CLOSE = "close", _("close the case")


class Weekday(TextChoices):
    MON = "mon", _("Monday")
    TUE = "tue", _("Tuesday")
    WED = "wed", _("Wednesday")
    THU = "thu", _("Thursday")
    FRI = "fri", _("Friday")
    SAT = "sat", _("Saturday")
    SUN = "sun", _("Sunday")


class Channel(TextChoices):
    PHONE = "phone", _("telephone")
    MOBILE = "mobile", _("mobile telephone")
    MESSENGER = "messenger", _("messages")
    MAIL = "mail", _("e-mail")
    LETTER = "letter", _("letter")
    VISIT = "visit", _("visit")
