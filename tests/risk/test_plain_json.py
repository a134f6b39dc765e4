"""JSON from strangers: what is taken at the bounds and what is refused beyond them, and with which word."""

from decimal import Decimal

import pytest

from risk.plain_json import DEEPEST, LARGEST_FILE, LARGEST_INTEGER, NotPlain, canonical, parse


def nested(depth: int, opened: bytes = b"[", closed: bytes = b"]") -> bytes:
    return opened * depth + b"1" + closed * depth


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"1" + b" " * (LARGEST_FILE - 1), 1),
        (b'"' + b"[" * 100 + b'"', "[" * 100),  # brackets in a text are no depth
        (b'"\\"[[[[[[[[[[[[["', '"' + "[" * 13),
        (b"[" + b"[],{}," * 100 + b"1]", [[], {}] * 100 + [1]),  # wide, not deep
        (f"[{LARGEST_INTEGER},{-LARGEST_INTEGER}]".encode(), [LARGEST_INTEGER, -LARGEST_INTEGER]),
        (b"[1.5,1e3,true,null]", [Decimal("1.5"), Decimal("1e3"), True, None]),
    ],
)
def test_what_is_within_bounds_is_read(data, value):
    read = parse(data)
    assert read == value
    assert [type(each) for each in read] == [type(each) for each in value] if isinstance(value, list) else True


def test_as_deep_as_a_pack_may_be_and_no_deeper():
    for opened, closed in ((b"[", b"]"), (b'{"a":', b"}")):
        parse(nested(DEEPEST, opened, closed))
        with pytest.raises(NotPlain) as bad:
            parse(nested(DEEPEST + 1, opened, closed))
        assert bad.value.key == "too_deep"
    for opened, closed in ((b"[", b"[],"), (b'{"a":', b'"":{},')):  # what was closed before makes nothing shallower
        with pytest.raises(NotPlain) as bad:
            parse((b"[" if opened == b"[" else b"{") + closed * 10 + nested(DEEPEST, opened, b""))
        assert bad.value.key == "too_deep"
    mixed = b'[{"a":' * 6 + b"1" + b"}]" * 6
    assert parse(mixed)
    with pytest.raises(NotPlain):
        parse(b"[" + mixed + b"]")


@pytest.mark.parametrize(
    ("data", "key", "about"),
    [
        (b" " * (LARGEST_FILE + 1), "too_large", ""),
        (b"\xff", "no_text", ""),
        (b"[1,\n2,\n", "no_json", "3"),
        (b'{"a": 1, "b": 1, "b": 2, "a": 2}', "twice", "a"),
        (b'{"a": 1, "b": 1, "b": 2}', "twice", "b"),
        (f"{LARGEST_INTEGER + 1}".encode(), "number", str(LARGEST_INTEGER + 1)),
        (f"{-LARGEST_INTEGER - 1}".encode(), "number", str(-LARGEST_INTEGER - 1)),
        (b"9" * 100, "number", "9" * 80),
        (b"[NaN]", "number", "NaN"),
        (b"[-Infinity]", "number", "-Infinity"),
    ],
)
def test_what_is_beyond_is_refused_with_what_it_is_about(data, key, about):
    with pytest.raises(NotPlain) as bad:
        parse(data)
    assert (bad.value.key, bad.value.about, str(bad.value)) == (key, about, key)


def test_canonical_json_is_sorted_and_without_spaces():
    value = {"b": [1, -LARGEST_INTEGER, {"d": None, "c": True}], "a": "ü\n"}
    assert canonical(value) == '{"a":"ü\\n","b":[1,-9007199254740991,{"c":true,"d":null}]}'.encode()


@pytest.mark.parametrize(
    ("value", "key", "about"),
    [
        ({"ü": 1}, "name", "ü"),
        ({1: 1}, "name", "1"),
        ([{"a": {"ü": 1}}], "name", "ü"),
        (1.5, "number", "1.5"),
        ([[LARGEST_INTEGER + 1]], "number", str(LARGEST_INTEGER + 1)),
        ({"a": [b"x"]}, "number", "b'x'"),
        ({"a": "\ud800"}, "no_text", ""),
    ],
)
def test_what_canonical_json_cannot_say_is_refused(value, key, about):
    with pytest.raises(NotPlain) as bad:
        canonical(value)
    assert (bad.value.key, bad.value.about) == (key, about)
