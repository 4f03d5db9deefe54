"""A pack's file: what is put in comes out; what is damaged, cut, swapped or forged is refused in a line; no name is a path."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.workspace.pack_file import Pack, Recording, open_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOUND = bytes(range(256)) * 20
SHA = hashlib.sha256(SOUND).hexdigest()
KINDS = ("letter",)
_TOLD = b"QA Desk pack, SHA-256 of all before this line: "


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "a.wav"
    path.write_bytes(SOUND)
    return packed(path)


def packed(sound: Path) -> bytes:
    file = io.BytesIO()
    texts = {"content.json": '{"a":[1,2,3]}', "scorecard.json": '{"key":"x"}'}
    write_pack(file, "letter", {"session": "s1"}, texts, [Recording(sound, SHA)], Quiet())
    return file.getvalue()


def everything_in(data: bytes) -> tuple[object, ...]:
    """All that a reader takes out of a pack."""
    with open_pack(io.BytesIO(data), "p", KINDS, Quiet()) as pack:
        return pack.about.text("session"), {name: _part(pack, name) for name in pack.parts}


def _part(pack: Pack, name: str) -> bytes:
    target = io.BytesIO()
    pack.copy(name, target, Quiet())
    return target.getvalue()


def test_what_is_put_in_comes_out(whole: bytes) -> None:
    session, parts = everything_in(whole)
    assert session == "s1"
    assert parts == {"content.json": b'{"a":[1,2,3]}', "scorecard.json": b'{"key":"x"}', f"media/{SHA}": SOUND}
    with open_pack(io.BytesIO(whole), "p", KINDS, Quiet()) as pack:
        assert pack.fields("content.json").entries == {"a": [1, 2, 3]}
        with pytest.raises(Refusal, match="lacks a part"):
            pack.data("other.json")


def test_any_zip_program_can_look_into_it(whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert opened.testzip() is None
        manifest = json.loads(opened.read("manifest.json"))
    assert manifest["format"] == 1
    assert manifest["program"].startswith("QA Desk ")
    assert {part["name"]: part["size"] for part in manifest["parts"]}[f"media/{SHA}"] == len(SOUND)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_bit_goes_unnoticed(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = bytearray(whole)
    damaged[place] ^= 1 << bit
    with pytest.raises(Refusal):
        everything_in(bytes(damaged))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_cut_off_or_added_goes_unnoticed(whole: bytes, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(whole) - 1))
    added = data.draw(st.binary(min_size=1, max_size=200))
    for damaged in (whole[:kept], whole[kept + 1 :], whole + added, added + whole, whole[:kept] + added + whole[kept:]):
        with pytest.raises(Refusal):
            everything_in(damaged)


@given(st.binary(max_size=400))
def test_what_is_no_pack_is_refused(data: bytes) -> None:
    for made in (data, sealed_again(data), b"PK\3\4" + data):
        with pytest.raises(Refusal):
            everything_in(made)


# -- forged: the digest of the whole holds


def sealed_again(data: bytes) -> bytes:
    return data + _TOLD + hashlib.sha256(data).hexdigest().encode()


def forged(members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip of these members with a comment that holds, as `write_pack` would never write it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = bytes(len(_TOLD) + 64)
        for name, data in members:
            made.writestr(name, data)
    return sealed_again(file.getvalue()[: -len(_TOLD) - 64])


def manifest(held: dict[str, bytes], /, **other: object) -> bytes:
    listed = [{"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in held.items()]
    plain = {"format": 1, "kind": "letter", "program": "p", "about": {"session": "s1"}, "parts": listed}
    return json.dumps(plain | other).encode()


PARTS = {"content.json": b"{}"}


def members(**other: object) -> list[tuple[str | zipfile.ZipInfo, bytes]]:
    return [("manifest.json", manifest(PARTS, **other)), *PARTS.items()]


def test_the_forger_can_make_a_good_one() -> None:
    assert everything_in(forged(members())) == ("s1", {"content.json": b"{}"})


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: members(format=2), "format 2"),
        (lambda: members(format="1"), "not well made"),
        (lambda: members(kind="bill"), "kind that this program does not know"),
        (lambda: members(parts=[]), "not well made"),
        (lambda: members(parts=[{"name": "content.json", "size": 2, "sha256": "0" * 64}]), "not what the pack's own list says"),
        (lambda: members(parts=[{"name": "content.json", "size": 3, "sha256": "0" * 64}]), "not well made"),
        (lambda: members(parts=json.loads(manifest(PARTS))["parts"] * 2), "not well made"),
        (lambda: members()[1:], "not well made"),
        (lambda: [*members(), ("../../evil.json", b"{}")], "not well made"),
        (lambda: [*members(), ("/etc/passwd", b"{}")], "not well made"),
        (lambda: [*members(), ("media/../../x", b"{}")], "not well made"),
        (lambda: [*members(), ("media\\" + "0" * 64, b"{}")], "not well made"),
        (lambda: [("manifest.json", b"[]"), *PARTS.items()], "not well made"),
        (lambda: [("manifest.json", b'{"format":1,"format":1}'), *PARTS.items()], "not well made"),
        (lambda: [("manifest.json", b'{"format":NaN}'), *PARTS.items()], "not well made"),
        (lambda: [("manifest.json", b"[" * 100_000), *PARTS.items()], "not well made"),
        (lambda: [("manifest.json", b" " * 2_000_001), *PARTS.items()], "not well made"),
    ],
)
def test_a_forged_pack_is_refused(make: Callable[[], list[tuple[str | zipfile.ZipInfo, bytes]]], match: str) -> None:
    with pytest.raises(Refusal, match=match) as caught:
        everything_in(forged(make()))
    assert "\n" not in caught.value.message


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = forged([*members(), ("content.json", b"[]")])
    with pytest.raises(Refusal, match="not well made"):
        everything_in(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = b"0" * 70_000_000
    listed = json.loads(manifest({"content.json": bomb}))["parts"]
    with pytest.raises(Refusal, match="not well made"):
        everything_in(forged([("manifest.json", manifest({}, parts=listed)), ("content.json", bomb)]))
    media = f"media/{hashlib.sha256(bomb).hexdigest()}"
    packed_media = [("manifest.json", manifest({media: bomb})), (media, bomb)]
    with pytest.raises(Refusal, match="not well made"):
        everything_in(forged(packed_media))  # type: ignore[arg-type]


def test_a_size_that_is_a_lie_is_found_out() -> None:
    data = bytearray(forged(members()))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = (999).to_bytes(4, "little")
    listed = [{"name": "content.json", "size": 999, "sha256": hashlib.sha256(b"{}").hexdigest()}]
    lying = bytearray(forged(members(parts=listed)))
    at = lying.rindex(b"PK\1\2")
    lying[at + 24 : at + 28] = (999).to_bytes(4, "little")
    for made in (data, lying):
        with pytest.raises(Refusal):
            everything_in(sealed_again(bytes(made[: -len(_TOLD) - 64])))


def test_a_recording_under_another_hash_is_refused() -> None:
    name = "media/" + "0" * 64
    info = zipfile.ZipInfo(name)
    with pytest.raises(Refusal, match="not well made"):
        everything_in(forged([("manifest.json", manifest({name: SOUND})), (info, SOUND)]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_inside_is_refused_in_a_line_or_says_the_same(whole: bytes, data: st.DataObject) -> None:
    """A digest made anew over a damaged zip: nothing but a refusal comes of it, unless all that is read is the same."""
    inside = bytearray(whole[: -len(_TOLD) - 64])
    for _ in range(data.draw(st.integers(1, 4))):
        inside[data.draw(st.integers(0, len(inside) - 1))] = data.draw(st.integers(0, 255))
    try:
        _session, found = everything_in(sealed_again(bytes(inside)))
    except Refusal:
        return
    assert found == everything_in(whole)[1]
