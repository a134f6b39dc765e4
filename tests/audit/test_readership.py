"""Who reads a log, as a check tells it: every change with its key and its place, and no change where there was none."""

from audit import verify
from tests.audit import made
from tests.audit.test_verify import check


def readers(report, words):
    return [notice for sentence, notice in report.notices.items() if words in sentence]


def test_a_recipient_who_is_dropped_is_told():
    log = made.ordinary()
    log.open_epoch(to=made.recipients()[:2])
    log.sign(witnessed=True)

    report = check(log)

    assert report.faults == []
    (notice,) = readers(report, "open nothing any more")
    third = made.recipients()[2].key_id.hex()[:16]
    assert notice.given["keys"] == f"{third} ({len(log.entries) - 1})"


def test_each_who_can_read_from_some_epoch_on_is_told_with_its_position():
    log = made.Made()
    for known in (1, 2, 3, 2):
        log.open_epoch(to=made.recipients()[:known])
    log.sign(witnessed=True)

    (notice,) = readers(check(log), "not sealed for them at first")

    second, third = (recipient.key_id.hex()[:16] for recipient in made.recipients()[1:3])
    assert (notice.position, notice.given["keys"]) == (1, f"{second} (1), {third} (2)")


def test_every_change_of_readers_is_named_though_there_were_others_before():
    """A key that is dropped as decided, and later one that is left out by whoever has the instance's key."""
    log, everybody = made.Made(), made.recipients()
    for to in (everybody, everybody[:2], everybody[:1]):
        log.open_epoch(to=to)
        log.pass_minutes(20)
    log.sign(witnessed=True)

    (notice,) = readers(check(log), "open nothing any more")

    second, third = (recipient.key_id.hex()[:16] for recipient in everybody[1:3])
    assert notice.given["keys"] == f"{third} (1), {second} (2)"


def test_a_process_that_opened_a_moment_before_an_approval_is_no_change():
    """The new key stands in an epoch whose place is before that of one without it."""
    log, everybody = made.Made(), made.recipients()
    log.open_epoch(to=everybody[:2])
    log.pass_minutes(16)
    log.open_epoch(to=everybody)
    log.clock_ms -= 5
    log.open_epoch(to=everybody[:2], process="another")
    log.sign(witnessed=True)

    report = check(log)

    assert readers(report, "open nothing any more") == readers(report, "left out") == []
    assert readers(report, "not sealed for them at first")


def test_a_process_that_leaves_out_a_reader_while_others_do_not_is_told_with_each_place():
    log, everybody = made.Made(), made.recipients()
    for number in range(60):
        log.open_epoch(to=everybody[: 2 + number % 2], process=f"p{number % 2}")
        log.pass_minutes(5)
    log.sign(witnessed=True)

    (notice,) = readers(check(log), "left out")

    third = everybody[2].key_id.hex()[:16]
    assert notice.given["keys"].startswith(f"{third} (2, 4, 6, ")
    assert notice.given["keys"].endswith(", 40, …)")


def test_where_a_notice_came_again_is_said():
    log = made.Made()
    for _number in range(25):
        log.open_epoch()
        log.pass_minutes(31)
    log.sign(witnessed=True)

    (told,) = (sentence for sentence in verify.sentences(check(log)) if "never closed" in sentence)

    assert "(25 times, at the positions 0, 1, 2," in told
    assert told.endswith(" 19, …)")
