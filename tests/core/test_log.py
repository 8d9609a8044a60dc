"""The log's bytes have one spelling, and every change of them shows."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.log import act as acts
from studio_ledger.log import canonical
from studio_ledger.log.act import Head

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXTS = st.text().map(canonical.clean_text)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_that_canonical_bytes_are_read_back_and_spelt_the_same(value):
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    assert canonical.encode(canonical.decode(data)) == data


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1.0},
        {"a": None},
        {"A": 1},
        {"a": "e\u0301"},
        {"a": "x\u202ey"},
        {"a": 2**53},
        {"a": "\x00"},
        {"a": "\ud800"},
    ],
)
def test_that_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(canonical.NotCanonicalError):
        canonical.encode(value)


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b'{"a":1.0}', b"[]", b'{"a":NaN}', b"\xff", b'{"a":"\\u4e2d"}'],
)
def test_that_bytes_spelt_otherwise_are_refused(data):
    with pytest.raises(canonical.NotCanonicalError):
        canonical.decode(data)


def _an_act(key: Ed25519PrivateKey, **data: object):
    at = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)
    body = acts.compose(kind="note", act_id="1", ledger="l", at=at, by="p", seen=Head(), data=data)
    return acts.follow(Head(), body, acts.sign(body, key))


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_that_any_changed_byte_breaks_signature_or_chain(place, flip):
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    act = _an_act(key, amount=100)
    public = key.public_key().public_bytes_raw().hex()
    body = bytearray(act.body)
    body[place % len(body)] ^= flip
    changed = bytes(body)
    assert acts.chain_hash(acts.GENESIS_PREVIOUS, 1, changed, act.signatures) != act.hash
    import json

    assert not acts.signed_by(changed, json.loads(act.signatures), public)
    assert acts.signed_by(act.body, json.loads(act.signatures), public)


def test_that_another_algorithm_key_or_number_of_signatures_does_not_hold():
    import json

    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    act = _an_act(key)
    [entry] = json.loads(act.signatures)
    public = entry["key"]
    assert not acts.signed_by(act.body, [], public)
    assert not acts.signed_by(act.body, [entry, entry], public)
    assert not acts.signed_by(act.body, [entry | {"alg": "none"}], public)
    assert not acts.signed_by(act.body, [entry | {"sig": "00" * 64}], public)
    assert not acts.signed_by(act.body, [entry], other.public_key().public_bytes_raw().hex())
