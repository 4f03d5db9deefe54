from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.media.ahead import Decoded, ahead

if TYPE_CHECKING:
    from collections.abc import Generator

CALL = Path("call.wav")


def a_block(number: int) -> Decoded:
    return Decoded(np.full((4, 1), number, np.int16), 8000)


def decoder_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "media-decoder"]


def test_blocks_come_in_their_order_and_the_thread_ends() -> None:
    taken = [int(block.samples[0, 0]) for block in ahead(lambda: (a_block(number) for number in range(50)), CALL)]
    assert taken == list(range(50))
    assert decoder_threads() == []


def test_an_error_of_the_decoder_is_raised_where_its_blocks_are_taken() -> None:
    def decode() -> Generator[Decoded, None, None]:
        yield a_block(1)
        raise Refusal("call.wav: is damaged.")

    blocks = ahead(decode, CALL)
    assert next(blocks).sample_rate == 8000
    with pytest.raises(Refusal, match="is damaged"):
        next(blocks)


def test_who_leaves_early_leaves_no_thread_behind_and_the_file_closed() -> None:
    closed = threading.Event()

    def decode() -> Generator[Decoded, None, None]:
        try:
            while True:
                yield a_block(1)
        finally:
            closed.set()

    blocks = ahead(decode, CALL)
    next(blocks)
    blocks.close()
    assert closed.is_set()
    assert decoder_threads() == []


def test_a_decoder_that_stops_answering_ends_in_one_line() -> None:
    goes_on = threading.Event()

    def decode() -> Generator[Decoded, None, None]:
        goes_on.wait()
        yield a_block(1)

    with pytest.raises(EnvironmentFailure, match=r"call\.wav: the decoder stopped answering"):
        next(ahead(decode, CALL, silent_for_s=0.01))
    goes_on.set()
    for thread in threading.enumerate():
        if thread.name == "media-decoder":
            thread.join()


def test_samples_become_finite_numbers_of_full_scale_one() -> None:
    assert Decoded(np.array([[-32768, 16384]], np.int16), 8000).as_floats().tolist() == [[-1.0, 0.5]]
    wild = np.array([[np.nan, np.inf, -np.inf]], np.float32)
    assert Decoded(wild, 8000).as_floats().tolist() == [[0.0, 1.0, -1.0]]
