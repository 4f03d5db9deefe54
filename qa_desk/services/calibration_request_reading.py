"""A request as it is read out of a pack: every value looked at before anything of it reaches the workspace."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

from qa_desk.domain.calibration import Benchmark
from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.raw import parse_layout
from qa_desk.media.transcripts import Attachment, Speaker, Utterance
from qa_desk.services.calibration_request import CONTENT, SCORECARD, definition_hash
from qa_desk.services.recordings import RECORDING_SUFFIXES
from qa_desk.workspace.pack_fields import Fields, read_fields
from qa_desk.workspace.scorecard_files import read_stored_definition

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.workspace.pack_file import Pack

_ID = re.compile(r"[\w.:-]{1,100}")
_MOST_ITEMS, _MOST_PEOPLE, _MOST_LINES = 1000, 500, 100_000
_LONGEST_NAME = 500
_LARGEST_DEFINITION = 2_000_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the id and the name that they have where the pack was written."""

    id: str
    name: str
    is_benchmark: bool = False


@dataclass(frozen=True, slots=True)
class PackedMedium:
    """A recording of an interaction, by its content."""

    id: str
    position: int
    sha256: str
    suffix: str
    duration_s: float | None
    channels: int | None
    agent_channel: str | None
    layout: str | None


@dataclass(frozen=True, slots=True)
class PackedItem:
    """An interaction to score."""

    id: str
    position: int
    external_id: str | None
    channel: str
    agent: Person | None
    subject: str | None
    driver: str | None
    queue: str | None
    language: str | None
    started_at: int | None
    duration_s: float | None
    lines: tuple[Utterance, ...]
    media: tuple[PackedMedium, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """All of a request."""

    session_id: str
    title: str
    benchmark: Benchmark
    tolerance: float
    facilitator: str | None
    due_on: str | None
    agent_hidden: bool
    created_at: int
    evaluators: tuple[Person, ...]
    items: tuple[PackedItem, ...]
    version_id: str
    version_number: int
    definition: str
    version: ScorecardVersion


def read_request(pack: Pack, name: str) -> Request:
    """The request in a pack; refused where anything of it is not as it must be, or its parts are of two packs."""
    content, about = pack.fields(CONTENT), pack.about
    head, card = content.part("session"), about.part("scorecard")
    definition = pack.data(SCORECARD)
    version = _version(definition, name)
    if version.key != card.text("key") or definition_hash(version) != card.text("sha256"):
        raise Refusal(tr("{file}: its scorecard is not the one that its list names.", file=name))
    if head.text("id") != about.text("session"):
        raise Refusal(tr("{file}: its content is of another session than its list says.", file=name))
    request = Request(
        session_id=identifier(head, "id"),
        title=head.text("title", most=_LONGEST_NAME),
        benchmark=Benchmark(head.one_of("benchmark", set(Benchmark))),
        tolerance=head.maybe_number("tolerance") or 0.0,
        facilitator=head.maybe_text("facilitator", most=_LONGEST_NAME),
        due_on=head.maybe_text("due_on", most=10),
        agent_hidden=head.flag("agent_hidden"),
        created_at=head.whole("created_at"),
        evaluators=tuple(_person(one) for one in content.parts("evaluators", most=_MOST_PEOPLE)),
        items=tuple(_item(one) for one in content.parts("items", most=_MOST_ITEMS)),
        version_id=identifier(about, "version"),
        version_number=card.whole("number"),
        definition=definition.decode(),
        version=version,
    )
    _check(request, head, content)
    return request


def identifier(fields: Fields, name: str) -> str:
    """An id: letters, digits and what ids have between them."""
    found = fields.text(name)
    if not _ID.fullmatch(found):
        raise fields.malformed(name)
    return found


def _check(request: Request, head: Fields, content: Fields) -> None:
    try:
        day = request.due_on and date.fromisoformat(request.due_on).isoformat()
    except ValueError:
        day = None
    if day != request.due_on:
        raise head.malformed("due_on")
    if not 0 <= request.tolerance <= 1000:
        raise head.malformed("tolerance")
    if request.version_number < 1:
        raise head.malformed("number")
    for name, ids in (
        ("evaluators", [person.id for person in request.evaluators]),
        ("evaluators", [person.name for person in request.evaluators]),
        ("items", [item.id for item in request.items]),
        ("items", [item.position for item in request.items]),
        ("items", [medium.id for item in request.items for medium in item.media]),
    ):
        if len(set(ids)) < len(ids) or (not ids and name != "items") or not request.items:
            raise content.malformed(name)


def _version(definition: bytes, name: str) -> ScorecardVersion:
    if len(definition) > _LARGEST_DEFINITION:
        raise Refusal(tr("{file}: this pack is not well made ({where}).", file=name, where=SCORECARD))
    read_fields(definition, SCORECARD, name)  # entries given twice would let two readers read two scorecards
    try:
        return read_stored_definition(definition.decode())
    except (QaDeskError, ValueError, RecursionError) as error:
        reason = error.message if isinstance(error, QaDeskError) else ""
        raise Refusal(tr("{file}: its scorecard cannot be read: {reason}", file=name, reason=reason)) from error


def _person(fields: Fields) -> Person:
    is_benchmark = fields.flag("is_benchmark") if "is_benchmark" in fields.entries else False
    return Person(identifier(fields, "id"), fields.text("name", most=_LONGEST_NAME), is_benchmark)


def _item(fields: Fields) -> PackedItem:
    agent = fields.maybe_part("agent")
    return PackedItem(
        id=identifier(fields, "id"),
        position=fields.whole("position"),
        external_id=fields.maybe_text("external_id", most=_LONGEST_NAME),
        channel=fields.one_of("channel", CHANNELS),
        agent=_person(agent) if agent else None,
        subject=fields.maybe_text("subject"),
        driver=fields.maybe_text("driver", most=_LONGEST_NAME),
        queue=fields.maybe_text("queue", most=_LONGEST_NAME),
        language=fields.maybe_text("language", most=_LONGEST_NAME),
        started_at=fields.maybe_whole("started_at"),
        duration_s=fields.maybe_number("duration_s"),
        lines=tuple(_line(one) for one in fields.parts("lines", most=_MOST_LINES)),
        media=tuple(_medium(one) for one in fields.parts("media", most=_MOST_PEOPLE)),
    )


def _line(fields: Fields) -> Utterance:
    attachments = fields.parts("attachments") if "attachments" in fields.entries else []
    return Utterance(
        text=fields.maybe_text("text") or "",
        speaker=fields.one_of("speaker", get_args(Speaker)),  # type: ignore[arg-type]
        author=fields.maybe_text("author", most=_LONGEST_NAME),
        start_s=fields.maybe_number("start_s"),
        end_s=fields.maybe_number("end_s"),
        at=fields.maybe_whole("at"),
        is_internal=fields.flag("is_internal") if "is_internal" in fields.entries else False,
        subject=fields.maybe_text("subject"),
        recipients=fields.maybe_text("recipients"),
        attachments=tuple(Attachment(one.text("name"), one.maybe_whole("size")) for one in attachments),
        message_id=fields.maybe_text("message_id"),
    )


def _medium(fields: Fields) -> PackedMedium:
    sha256, suffix = fields.text("sha256"), fields.maybe_text("suffix") or ""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise fields.malformed("sha256")
    if suffix and suffix not in RECORDING_SUFFIXES:
        raise fields.malformed("suffix")
    layout, duration = fields.maybe_text("layout", most=100), fields.maybe_number("duration_s")
    if layout is not None:
        parse_layout(layout)
    if duration is not None and not 0 <= duration < math.inf:
        raise fields.malformed("duration_s")
    agent_channel = fields.maybe_text("agent_channel")
    if agent_channel not in (None, "left", "right"):
        raise fields.malformed("agent_channel")
    return PackedMedium(
        identifier(fields, "id"),
        fields.whole("position"),
        sha256,
        suffix,
        duration,
        fields.maybe_whole("channels"),
        agent_channel,
        layout,
    )
