"""Decodes what libsndfile cannot, by the FFmpeg libraries that Qt brings along, called without Qt.

Qt's own decoder hands every few milliseconds of sound from thread to thread and needs an event loop: an hour of M4A costs
it four times what the decoding costs. Here the libraries are called one packet at a time (ctypes lets go of Python's lock
meanwhile). Only functions and the first, public fields of five structures are used, and only of the version whose layout
is known (`_MAJORS`); with any other, `is_there` says no and Qt's decoder is used. The container is always named, so that
no file is taken for a list of other files to fetch. Sources: libavformat/avformat.h, libavcodec/avcodec.h, packet.h,
libavutil/frame.h of FFmpeg 7.1.
"""

from __future__ import annotations

import ctypes
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.ahead import Decoded

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

_MAJORS = {"avformat": 61, "avcodec": 61, "avutil": 59}
"""In the order of loading: the first finds all that the others need."""
_AUDIO = 1
_BLOCK_FRAMES = 1 << 16
_ONLY_FATAL = 8
_SHORTEST_GAP_S = {"amr": 0.015}
_USUAL_GAP_S = 0.25
"""Decoders trim the silence that encoders put first; what is less behind its time than this is no gap."""
_LONGEST_S = 48 * 3600.0

_pointer = ctypes.c_void_p


class _Frame(ctypes.Structure):
    _fields_ = (
        ("data", _pointer * 8),
        ("linesize", ctypes.c_int * 8),
        ("planes", ctypes.POINTER(_pointer)),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("nb_samples", ctypes.c_int),
        ("format", ctypes.c_int),
    )


class _Packet(ctypes.Structure):
    _fields_ = (
        ("buf", _pointer),
        ("pts", ctypes.c_int64),
        ("dts", ctypes.c_int64),
        ("data", _pointer),
        ("size", ctypes.c_int),
        ("stream_index", ctypes.c_int),
    )


class _Stream(ctypes.Structure):
    _fields_ = (
        ("av_class", _pointer),
        ("index", ctypes.c_int),
        ("id", ctypes.c_int),
        ("codecpar", _pointer),
        ("priv_data", _pointer),
        ("time_base_num", ctypes.c_int),
        ("time_base_den", ctypes.c_int),
    )


class _Format(ctypes.Structure):
    _fields_ = (
        ("av_class", _pointer),
        ("iformat", _pointer),
        ("oformat", _pointer),
        ("priv_data", _pointer),
        ("pb", _pointer),
        ("ctx_flags", ctypes.c_int),
        ("nb_streams", ctypes.c_uint),
        ("streams", ctypes.POINTER(ctypes.POINTER(_Stream))),
    )


class _ChannelLayout(ctypes.Structure):
    _fields_ = (("order", ctypes.c_int), ("nb_channels", ctypes.c_int), ("mask", ctypes.c_uint64), ("opaque", _pointer))


_NO_TIME = -(1 << 63)
_FORMATS: tuple[tuple[type[np.generic], bool], ...] = (
    (np.uint8, False), (np.int16, False), (np.int32, False), (np.float32, False), (np.float64, False),
    (np.uint8, True), (np.int16, True), (np.int32, True), (np.float32, True), (np.float64, True),
)  # fmt: skip
"""By AVSampleFormat: the type of a sample, and whether each channel lies in a plane of its own."""

_int_p = ctypes.POINTER(ctypes.c_int64)
_pointer_p = ctypes.POINTER(_pointer)
_SIGNATURES: dict[str, tuple[str, Any, tuple[Any, ...]]] = {
    "av_find_input_format": ("avformat", _pointer, (ctypes.c_char_p,)),
    "avformat_open_input": ("avformat", ctypes.c_int, (_pointer_p, ctypes.c_char_p, _pointer, _pointer)),
    "avformat_find_stream_info": ("avformat", ctypes.c_int, (_pointer, _pointer)),
    "av_find_best_stream": (
        "avformat",
        ctypes.c_int,
        (_pointer, ctypes.c_int, ctypes.c_int, ctypes.c_int, _pointer_p, ctypes.c_int),
    ),
    "av_read_frame": ("avformat", ctypes.c_int, (_pointer, _pointer)),
    "avformat_close_input": ("avformat", None, (_pointer_p,)),
    "avcodec_alloc_context3": ("avcodec", _pointer, (_pointer,)),
    "avcodec_parameters_to_context": ("avcodec", ctypes.c_int, (_pointer, _pointer)),
    "avcodec_open2": ("avcodec", ctypes.c_int, (_pointer, _pointer, _pointer)),
    "avcodec_send_packet": ("avcodec", ctypes.c_int, (_pointer, _pointer)),
    "avcodec_receive_frame": ("avcodec", ctypes.c_int, (_pointer, _pointer)),
    "avcodec_free_context": ("avcodec", None, (_pointer_p,)),
    "av_packet_alloc": ("avcodec", _pointer, ()),
    "av_packet_unref": ("avcodec", None, (_pointer,)),
    "av_packet_free": ("avcodec", None, (_pointer_p,)),
    "av_frame_alloc": ("avutil", _pointer, ()),
    "av_frame_free": ("avutil", None, (_pointer_p,)),
    "av_opt_get_int": ("avutil", ctypes.c_int, (_pointer, ctypes.c_char_p, ctypes.c_int, _int_p)),
    "av_opt_get_chlayout": (
        "avutil",
        ctypes.c_int,
        (_pointer, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_ChannelLayout)),
    ),
    "av_strerror": ("avutil", ctypes.c_int, (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t)),
    "av_log_set_level": ("avutil", None, (ctypes.c_int,)),
}


class _Library:
    """The functions that are used, each with its types."""

    def __init__(self, loaded: dict[str, ctypes.CDLL]) -> None:
        for name, (of, returned, taken) in _SIGNATURES.items():
            function = getattr(loaded[of], name)
            function.restype, function.argtypes = returned, taken
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a foreign function
        raise AttributeError(name)


@cache
def _library() -> _Library | None:
    import PySide6
    from PySide6.QtCore import QCoreApplication, QLoggingCategory

    if QCoreApplication.instance() is None:
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")  # a command says one clear line, its own
    folder = Path(PySide6.__file__).parent
    loaded = {}
    for name, major in _MAJORS.items():
        places = (f"Qt/lib/lib{name}.so.{major}", f"Qt/lib/lib{name}.{major}.dylib", f"{name}-{major}.dll")
        found = next((folder / place for place in places if (folder / place).is_file()), None)
        if found is None:
            return None
        try:
            loaded[name] = ctypes.CDLL(str(found))
        except OSError:
            return None
        if getattr(loaded[name], f"{name}_version")() >> 16 != major:
            return None
    library = _Library(loaded)
    library.av_log_set_level(_ONLY_FATAL)  # it would print file names on standard error, which may hold customers' numbers
    return library


def is_there() -> bool:
    """Whether the libraries are at hand, in the version that is known."""
    return _library() is not None


def decoded_blocks(path: Path, demuxer: str, promised_s: float | None = None) -> Generator[Decoded, None, None]:
    """The sound of a file in order; `demuxer` is FFmpeg's name of the container.

    Where packets are missing, by their times, there is silence (phones leave out what is quiet): up to `promised_s`.
    Damaged packets are passed over. Refused when there is no sound in it.
    """
    library = _library()
    if library is None:
        raise RuntimeError("the libraries are not there")
    with ExitStack() as stack:
        yield from _Reader(library, stack, path, demuxer, promised_s).blocks()


class _Reader:
    """One open file. What was allocated is freed when the stack is left."""

    def __init__(self, library: _Library, stack: ExitStack, path: Path, demuxer: str, promised_s: float | None) -> None:
        self._lib, self._stack, self._path = library, stack, path
        self._format = self._opened(demuxer)
        codec = _pointer()
        index = self._checked(library.av_find_best_stream(self._format, _AUDIO, -1, -1, ctypes.byref(codec), 0))
        self._stream = ctypes.cast(self._format, ctypes.POINTER(_Format)).contents.streams[index].contents
        self._index = index
        self._codec = self._held(library.avcodec_alloc_context3(codec), library.avcodec_free_context)
        self._checked(library.avcodec_parameters_to_context(self._codec, self._stream.codecpar))
        self._checked(library.avcodec_open2(self._codec, codec, None))
        self._packet_at = self._held(library.av_packet_alloc(), library.av_packet_free)
        self._frame_at = self._held(library.av_frame_alloc(), library.av_frame_free)
        self._packet = _Packet.from_address(self._packet_at.value or 0)
        self._frame = _Frame.from_address(self._frame_at.value or 0)
        self._gap_s = _SHORTEST_GAP_S.get(demuxer, _USUAL_GAP_S)
        self._promised_s = min(promised_s or 0.0, _LONGEST_S)
        self._tick_s = self._stream.time_base_num / max(1, self._stream.time_base_den)
        self._gathered: _Gathered | None = None
        self._ready: list[Decoded] = []
        self._origin: int | None = None
        self._made = 0

    def blocks(self) -> Generator[Decoded, None, None]:
        """Packet after packet, then what the decoder still holds. An hour has 50,000 of them and more."""
        packet, index, ready = self._packet, self._index, self._ready
        read, send, release = self._lib.av_read_frame, self._lib.avcodec_send_packet, self._lib.av_packet_unref
        while read(self._format, self._packet_at) >= 0:
            if packet.stream_index == index:
                self._fill_up_to(packet.pts)
                if send(self._codec, self._packet_at) >= 0:
                    self._receive()
            release(self._packet_at)
            if ready:
                yield from ready
                ready.clear()
        send(self._codec, None)
        self._receive()
        if self._gathered is None:
            raise Refusal(tr("{file}: holds a header but no sound.", file=self._path.name))
        self._hand_on()
        yield from ready

    def _opened(self, demuxer: str) -> Any:  # noqa: ANN401 - a pointer
        context = _pointer()
        container = self._lib.av_find_input_format(demuxer.encode())
        url = b"file:" + str(self._path.resolve()).encode("utf-8", "surrogateescape")
        self._checked(self._lib.avformat_open_input(ctypes.byref(context), url, container, None))
        self._stack.callback(self._lib.avformat_close_input, ctypes.byref(context))
        self._checked(self._lib.avformat_find_stream_info(context, None))
        return context

    def _held(self, address: int | None, free: Any) -> Any:  # noqa: ANN401 - a foreign function, a pointer
        if not address:
            raise MemoryError
        held = _pointer(address)
        self._stack.callback(free, ctypes.byref(held))
        return held

    def _checked(self, code: int) -> int:
        if code >= 0:
            return code
        text = ctypes.create_string_buffer(128)
        self._lib.av_strerror(code, text, len(text))
        reason = text.value.decode("utf-8", "replace")
        raise Refusal(tr("{file}: cannot be decoded ({reason}).", file=self._path.name, reason=reason))

    def _receive(self) -> None:
        frame = self._frame
        while self._lib.avcodec_receive_frame(self._codec, self._frame_at) >= 0:
            gathered = self._gathered or self._first(frame)
            if gathered is None or frame.format != gathered.format:
                continue
            count = frame.nb_samples
            if gathered.count + count > gathered.room:
                self._hand_on()
                gathered.make_room(count)
            gathered.add(frame, count)
            self._made += count

    def _hand_on(self) -> None:
        if self._gathered is not None and self._gathered.count:
            self._ready.append(self._gathered.taken())

    def _first(self, frame: _Frame) -> _Gathered | None:
        """Where samples are gathered, once the first of them say what they are."""
        rate, layout = ctypes.c_int64(), _ChannelLayout()
        self._lib.av_opt_get_int(self._codec, b"ar", 0, ctypes.byref(rate))
        self._lib.av_opt_get_chlayout(self._codec, b"ch_layout", 0, ctypes.byref(layout))
        if rate.value > 0 and layout.nb_channels > 0 and 0 <= frame.format < len(_FORMATS):
            self._gathered = _Gathered(frame.format, layout.nb_channels, rate.value)
        return self._gathered

    def _fill_up_to(self, pts: int) -> None:
        """Silence for the packets that are missing before this one."""
        if pts == _NO_TIME or self._promised_s <= 0:
            return
        if self._origin is None:
            self._origin = max(0, pts)
        if self._gathered is None:
            return
        rate = self._gathered.sample_rate
        seconds = (pts - self._origin) * self._tick_s
        missing = round(seconds * rate) - self._made
        if missing < self._gap_s * rate or seconds > self._promised_s:
            return
        self._hand_on()
        self._made += missing
        while missing > 0:
            count = min(missing, _BLOCK_FRAMES)
            self._ready.append(Decoded(np.zeros((count, self._gathered.channels), np.int16), rate))
            missing -= count


class _Gathered:
    """Frames of a few milliseconds become blocks that are worth handing on."""

    def __init__(self, sample_format: int, channels: int, sample_rate: int) -> None:
        self.format, self.channels, self.sample_rate = sample_format, channels, sample_rate
        self._type, self._is_planar = _FORMATS[sample_format]
        self._width = np.dtype(self._type).itemsize
        self.count = self.room = 0
        self.make_room(0)

    def make_room(self, frames: int) -> None:
        """For a block, or one frame that is longer."""
        self.room = max(_BLOCK_FRAMES, frames)
        shape = (self.channels, self.room) if self._is_planar else (self.room, self.channels)
        self._store = np.zeros(shape, self._type)
        start = self._store.ctypes.data
        self._starts = [start + lane * self.room * self._width for lane in range(self.channels)]

    def add(self, frame: _Frame, count: int) -> None:
        """Copy one frame. A damaged file may change its channels on the way: nothing is read beyond what a frame holds."""
        planes = frame.data
        if self._is_planar:
            size, offset = min(count * self._width, frame.linesize[0]), self.count * self._width
            for lane, start in enumerate(self._starts):
                plane = planes[lane] if lane < len(planes) else None
                if plane:
                    ctypes.memmove(start + offset, plane, size)
        else:
            step = self._width * self.channels
            ctypes.memmove(self._starts[0] + self.count * step, planes[0], min(count * step, frame.linesize[0]))
        self.count += count

    def taken(self) -> Decoded:
        """What was gathered; a new block begins."""
        held = self._store[:, : self.count].T if self._is_planar else self._store[: self.count]
        self.count = 0
        self.make_room(0)
        return Decoded(_as_samples(held), self.sample_rate)


def _as_samples(held: NDArray[Any]) -> NDArray[np.float32] | NDArray[np.int16]:
    if held.dtype == np.int16 or held.dtype == np.float32:
        return held
    if held.dtype == np.uint8:
        return (held.astype(np.float32) - 128.0) / 128.0
    if held.dtype == np.int32:
        return held.astype(np.float32) / np.float32(1 << 31)
    return held.astype(np.float32)
