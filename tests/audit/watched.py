"""What stands outside of a log in tests: a policy that names its keys and those of a witness, and the witness itself."""

from audit import policy
from audit.standing import Outside
from tests.audit.sequencing import KEY, ORIGIN
from tests.audit.small_log import key_of

NAME = "witness.example"
WITNESS = key_of("the witness")


class SequencersLog:
    """What a witness has to know of the log that the tests' sequencer signs."""

    def __init__(self, origin=ORIGIN):
        self.origin = origin
        self.keys = [signer.key for signer in KEY.as_log(origin)]


def policy_text(*origins):
    logs = [key.vkey() for origin in origins or (ORIGIN,) for key in SequencersLog(origin).keys]
    witnesses = [signer.key.vkey() for signer in WITNESS.as_witness(NAME)]
    lines = [f"log {vkey}" for vkey in logs]
    lines += [f"witness w{number} {vkey}" for number, vkey in enumerate(witnesses)]
    return "\n".join([*lines, "group witness all w0 w1", "quorum witness", ""])


def outside(*origins, url="", file=None):
    return Outside(policy.parse(policy_text(*origins).encode()), url, file)
