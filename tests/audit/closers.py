"""The tamperings of the drill that lie about a close, or take it out together with an entry."""

from audit import closing, epoch
from audit.closing import By, Close
from audit.format import Header, Kind
from tests.audit.erasers import STRANGER
from tests.audit.thief import now_ms, unsealed
from tests.audit.victim import PER_EPOCH, SIZE, instance_key

HALF_AN_HOUR_MS = 30 * 60 * 1000


def delete_with_the_close(thief):
    """Before either has a position; half an hour later a successor is made to sign what excuses it."""
    said = closing.read(thief.entry(2 * PER_EPOCH - 1)[1]).close
    missing = sorted({*said.abandoned, Header.unpack(thief.entry(150)[0]).counter})
    for position in (150, 2 * PER_EPOCH - 1):
        thief.delete(position)
    close = closing.write(Close(said.epoch, said.last, tuple(missing), By.SUCCESSOR), instance_key())
    thief.append(unsealed(said.epoch, said.last + 1, Kind.EPOCH_CLOSE, close, now_ms()))
    thief.sign_anew(cosigned=True)


def delete_with_the_close_of_one_that_lives_on(thief):
    """The process knows nothing of it, and opens an epoch half an hour later."""
    delete_with_the_close(thief)
    last, signed = thief.record_of(SIZE - 3)
    process = epoch.read_record(signed.record)["process"]
    counters = {each for (each,) in thief.run("SELECT counter FROM audit_entry WHERE epoch_id = %s", [last])}
    close = Close(last, max(counters), tuple(sorted({*range(max(counters))} - counters)), By.SELF)
    payload = closing.write(close, instance_key())
    thief.append(unsealed(last, close.last + 1, Kind.EPOCH_CLOSE, payload, now_ms()))
    thief.open_epoch(process=process, previous=last, opened_ms=now_ms() + HALF_AN_HOUR_MS)
    thief.sign_anew(cosigned=True)


def _close_again(thief, signed_by):
    header, _ = thief.entry(2 * PER_EPOCH - 1)
    of, counter = Header.unpack(header).epoch, Header.unpack(header).counter
    taken_out = Header.unpack(thief.entry(150)[0]).counter
    said = closing.read(thief.entry(2 * PER_EPOCH - 1)[1]).close
    payload = closing.write(Close(of, said.last, tuple(sorted({*said.abandoned, taken_out})), By.SELF), signed_by)
    sealed = unsealed(of, counter, Kind.EPOCH_CLOSE, payload, Header.unpack(header).unix_ms)
    thief.put_payload(2 * PER_EPOCH - 1, payload, header=sealed.header)
    thief.delete(150)
    thief.sign_anew()


def forge_a_close(thief):
    _close_again(thief, STRANGER)


def forge_a_close_with_the_instances_key(thief):
    _close_again(thief, instance_key())
