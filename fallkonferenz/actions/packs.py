"""Packs of risk instruments: loaded and retired by administrators, and the instruments as they are offered with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.gate import action, log, reading
from fallkonferenz.institutions.models import Person
from risk import packed, packs
from risk.instruments import ALL, UnknownInstrument
from risk.models import Pack
from risk.pack import PackData
from risk.packs import BadKeys, BadPack, Keys
from risk.schema import Fault
from risk.shape import Instrument


@dataclass(frozen=True)
class Loaded:
    """An instrument as it is offered: with the wording of its pack, if one is in use. ``sha256`` is "" without one."""

    instrument: Instrument
    pack: PackData | None = None

    @property
    def sha256(self) -> str:
        return self.pack.sha256 if self.pack else ""


class BadFile(NotNow):
    """The file is no pack that can be used here; ``sentences`` say why, one each."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def trusted_keys() -> Keys:
    """Whose signatures count here. NotNow if the operator's list cannot be read: then nobody's counts."""
    try:
        return packs.trusted(settings.RISK_PACK_KEYS)
    except BadKeys as error:
        raise NotNow(
            _("The list of trusted keys (RISK_PACK_KEYS_FILE) cannot be read: %(why)s.") % {"why": error}
        ) from error


@reading("pack.list")
def listed(*, by: Person) -> list[Pack]:
    """All that were ever loaded, those in use first."""
    return list(Pack.objects.order_by("-active", "key", "-loaded_at"))


@action("pack.load")
def load(*, by: Person, file: bytes) -> Pack:
    """``file``: the bytes as the authority gave them. It takes the place of the pack that the instrument had."""
    return _kept(file, by=by)


@action("pack.retire")
def retire(pack: Pack, *, by: Person) -> Pack:
    """Assessments that were made with it keep its result; new ones are made without it."""
    if not pack.active:
        raise NotNow(_("This pack is not in use any more."))
    _retired(pack)
    return pack


def load_as_operator(file: bytes) -> Pack:
    """For who runs the machine and has no account: the log keeps what was loaded, not who."""
    with transaction.atomic():
        pack = _kept(file, by=None)
        log("pack.load", by=None, thing=pack, details={"sha256": pack.sha256})
    return pack


def _kept(file: bytes, *, by: Person | None) -> Pack:
    try:
        made = packs.read(file, trusted_keys())
    except BadPack as refused:
        raise BadFile(_sentence(fault) for fault in refused.faults) from refused
    _must_be_new(made)
    try:
        with transaction.atomic():
            for before in Pack.objects.filter(key=made.key, active=True):
                _retired(before)
            return _added(made, file, by)
    except IntegrityError as error:  # somebody else loaded one at the same moment
        raise NotNow(_("Another pack for this instrument was loaded just now. Look at it first.")) from error


def _must_be_new(made: PackData) -> None:
    same = Pack.objects.filter(key=made.key, pack_version=made.pack_version)
    if same.filter(sha256=made.sha256, active=True).exists():
        raise NotNow(_("This pack is in use already."))
    if same.exclude(sha256=made.sha256).exists():
        raise NotNow(
            _(
                "A pack of this version was loaded before, with other content. A changed pack needs a version of its own."
            )
        )


def _added(made: PackData, file: bytes, by: Person | None) -> Pack:
    return Pack.objects.create(
        key=made.key,
        version=made.version,
        pack_version=made.pack_version,
        sha256=made.sha256,
        body=file,
        verified=made.verified,
        loaded_at=clock.now(),
        loaded_by=by.pk if by else None,
    )


def _retired(pack: Pack) -> None:
    pack.active, pack.retired_at = False, clock.now()
    pack.save(update_fields=["active", "retired_at"])


def _sentence(fault: Fault) -> str:
    said = fault.sentence.in_(get_language() or "de")
    return f"{fault.where}: {said}" if fault.where else said


# What is offered ------------------------------------------------------------------------------


@reading("instrument.list")
def instruments(*, by: Person) -> list[Loaded]:
    return list(loaded().values())


@reading("instrument.read", shows=lambda found: {"instrument": found.instrument.key})
def instrument(*, by: Person, key: str) -> Loaded:
    """UnknownInstrument if there is none of this key."""
    return loaded_one(key)


def loaded() -> dict[str, Loaded]:
    """Every instrument that is offered, by key: those we know, then those that are packs themselves."""
    found = {key: Loaded(each) for key, each in ALL.items()}
    for pack in filter(None, map(opened, Pack.objects.filter(active=True).order_by("key"))):
        found[pack.key] = Loaded(packed.instrument_of(pack), pack)
    return found


def loaded_one(key: str) -> Loaded:
    """UnknownInstrument (a LookupError) if it is not offered."""
    return _with(Pack.objects.filter(key=key, active=True).first(), key)


def loaded_as(key: str, digest: str) -> Loaded:
    """The instrument with the pack an assessment was begun with, retired or not; "" is no pack. UnknownInstrument."""
    found = as_begun([(key, digest)]).get((key, digest))
    if found is None:
        raise UnknownInstrument(key)
    return found


def as_begun(used: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Loaded]:
    """The same for several, as (key, digest), in one question; without those that are not offered any more."""
    begun = set(used)
    digests = {digest for _key, digest in begun if digest}
    held = {(row.key, row.sha256): row for row in Pack.objects.filter(sha256__in=digests).order_by("loaded_at")}
    found = {each: _exactly(held.get(each), *each) for each in begun}
    return {each: loaded for each, loaded in found.items() if loaded}


def _exactly(row: Pack | None, key: str, digest: str) -> Loaded | None:
    """None without the very pack: our own labels are not what was answered by."""
    try:
        found = _with(row, key)
    except UnknownInstrument:
        return None
    return found if found.sha256 == digest else None


def _with(row: Pack | None, key: str) -> Loaded:
    pack = opened(row) if row else None
    if pack is not None:
        return Loaded(packed.instrument_of(pack), pack)
    if key not in ALL:
        raise UnknownInstrument(key)
    return Loaded(ALL[key])


def _keys_at_hand() -> Keys:
    """None where the list cannot be read: packs keep their wording then, and are verified by nobody."""
    try:
        return trusted_keys()
    except NotNow:
        return packs.trusted("")


def opened(row: Pack) -> PackData | None:
    """What a loaded pack says. None if it cannot be used any more: bytes that were changed, an instrument that moved on.

    Verified is only what was so when it was loaded and is so by the keys of today.
    """
    try:
        made = packs.read_again(bytes(row.body), _keys_at_hand())
    except BadPack:
        return None
    if (made.key, made.sha256) != (row.key, row.sha256):
        return None
    return made if row.verified else replace(made, verified=False)
