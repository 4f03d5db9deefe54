"""A sealed file: opened by its passphrase alone, and by nothing that was changed, cut, swapped or appended."""

from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.workspace import sealed
from qa_desk.workspace.sealed import is_sealed, seal, unseal

CHEAP = 12
"""A weak key is quick to make: the tests are about the rest."""
HEAD = 51
WORDS = "correct horse"


def sealed_up(data: bytes, passphrase: str = WORDS) -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(data), target, passphrase, Quiet(), size=len(data), cost=CHEAP)
    return target.getvalue()


def opened(data: bytes, passphrase: str = WORDS) -> bytes:
    target = io.BytesIO()
    unseal(io.BytesIO(data), target, passphrase, "p", Quiet(), size=len(data))
    return target.getvalue()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sealed, "_CHUNK", 12)
    return 1 << 12


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 10_000])
def test_what_is_sealed_opens(small_chunks: int, size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    closed = sealed_up(data)
    assert is_sealed(closed[:8])
    assert opened(closed) == data
    assert len(closed) == HEAD + size + 16 * max(1, -(-size // small_chunks))


def test_the_same_content_never_seals_to_the_same_bytes() -> None:
    one, other = sealed_up(b"same"), sealed_up(b"same")
    assert one[12:28] != other[12:28]
    assert one[HEAD:] != other[HEAD:]


@pytest.mark.parametrize("wrong", ["correct hors", "Correct horse", "correct horse ", ""])
def test_another_passphrase_does_not_open_it(wrong: str) -> None:
    with pytest.raises(Refusal, match="not its passphrase"):
        opened(sealed_up(b"secret"), wrong)


def test_a_letter_is_the_same_however_it_is_composed() -> None:
    assert opened(sealed_up(b"secret", "Gr\u00fcne Wiese"), "Gru\u0308ne Wiese") == b"secret"


def test_a_short_passphrase_is_refused_when_sealing() -> None:
    with pytest.raises(Refusal, match="8 characters"):
        sealed_up(b"secret", "short  ")


CLOSED = sealed_up(bytes(range(200)))


@given(st.integers(0, len(CLOSED) * 8 - 1))
def test_no_changed_bit_goes_unnoticed(bit: int) -> None:
    damaged = bytearray(CLOSED)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refusal) as caught:
        opened(bytes(damaged))
    assert "\n" not in caught.value.message


@given(st.integers(0, len(CLOSED) - 1), st.binary(min_size=1, max_size=40))
def test_nothing_cut_off_or_appended_goes_unnoticed(kept: int, added: bytes) -> None:
    for damaged in (CLOSED[:kept], CLOSED + added, CLOSED[:kept] + added + CLOSED[kept:]):
        with pytest.raises(Refusal):
            opened(damaged)


def test_chunks_are_not_left_out_swapped_or_repeated(small_chunks: int) -> None:
    closed, step = sealed_up(bytes(3 * small_chunks)), small_chunks + 16
    head, first, second, third = closed[:HEAD], *(closed[HEAD + n * step : HEAD + (n + 1) * step] for n in range(3))
    for damaged in ((first, second), (second, third), (second, first, third), (first, first, second, third), (first, third)):
        with pytest.raises(Refusal, match="damaged"):
            opened(head + b"".join(damaged))
    assert opened(head + first + second + third) == bytes(3 * small_chunks)


def test_a_head_that_asks_for_all_the_memory_is_refused() -> None:
    for place, value in ((8, 31), (9, 255), (10, 255), (11, 40)):
        greedy = bytearray(CLOSED)
        greedy[place] = value
        with pytest.raises(Refusal, match="damaged"):
            opened(bytes(greedy))


def test_a_later_format_says_so() -> None:
    with pytest.raises(Refusal, match="newer QA Desk"):
        opened(CLOSED[:7] + b"\2" + CLOSED[8:])


def test_it_is_aes_gcm_with_the_head_and_the_numbers_as_described() -> None:
    """Opened by hand, from the description at the module's head."""
    import hashlib
    import struct

    magic, cost, r, p, chunk, salt, start, check = struct.unpack(">8sBBBB16s7s16s", CLOSED[:HEAD])
    derived = hashlib.scrypt(WORDS.encode(), salt=salt, n=1 << cost, r=r, p=p, dklen=48)
    assert (magic, chunk, derived[32:]) == (b"QADSEAL\1", 20, check)
    nonce = start + (0).to_bytes(4, "big") + b"\1"
    assert AESGCM(derived[:32]).decrypt(nonce, CLOSED[HEAD:], CLOSED[:HEAD]) == bytes(range(200))


def test_what_is_sealed_for_good_costs_as_much_as_promised() -> None:
    target = io.BytesIO()
    seal(io.BytesIO(b"x"), target, WORDS, Quiet(), size=1)
    assert target.getvalue()[8:11] == bytes([17, 8, 1])
