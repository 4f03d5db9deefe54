"""Qualtrics' response export: three rows of headers, one column a question. Which question is the score is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.sources.generic import propose_survey
from qa_desk.sources.headers import fold
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name, share_of
from qa_desk.sources.proposal import Proposal, Question
from qa_desk.sources.source import Source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.table import Table

_COLUMNS = {
    "response_id": ("responseid",),
    "responded_at": ("recordeddate",),
    "customer_id": ("externalreference", "recipientemail"),
}
_SIGNS = ("startdate", "recordeddate", "responseid", "distributionchannel", "userlanguage", "progress", "finished")
_OWN = frozenset(_SIGNS) | {
    "enddate", "status", "ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
    "locationlatitude", "locationlongitude", "duration (in seconds)",
}  # fmt: skip


def sniff(table: Table, kind: Kind) -> float:
    """By its headers."""
    return 0.95 if share_of(table, _SIGNS) >= 0.8 else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By Qualtrics' names. A column that is called NPS or CSAT is the score; else the person says which question is."""
    own = columns_by_name(table, _COLUMNS)
    found = propose_survey(table, kind)
    columns = {**{name: headers for name, headers in found.mapping.columns.items() if name in ("score", "comment")}, **own}
    if "score" in columns:
        return Proposal(Mapping(columns=columns, constants=found.mapping.constants), found.questions, found.notes)
    questions = tuple(header for header in table.headers if fold(header) not in _OWN)
    asked = Question("score", tr("Which question is the score, of what type and on what scale?"), questions)
    return Proposal(Mapping(columns=columns, constants=found.mapping.constants), (asked,), found.notes)


SOURCE = Source("qualtrics", N_("Qualtrics"), ("surveys",), sniff, propose)
