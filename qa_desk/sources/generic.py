"""Any other table of tickets, calls, surveys, shifts, states or people, by a mapping that is proposed from headers and values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.sources.headers import fold
from qa_desk.sources.kinds import KINDS
from qa_desk.sources.proposal import Proposal, propose
from qa_desk.sources.source import Source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.table import Table

_LEAST = 0.1
_SURVEY_TYPES = {
    "nps": ("nps", "nps score", "net promoter score", "likelihood to recommend", "净推荐值", "净推广评分",
    "skor promoter bersih"),
    "csat": ("csat", "csat score", "satisfaction", "customer satisfaction", "satisfaction rating", "satisfaction score",
    "客户满意度评分",
             "客户满意度", "客戶滿意度評分", "csat分数", "客户满意度分数", "客户满意度得分",
             "客戶滿意度得分", "customer satisfaction — csat", "skor kepuasan pelanggan", "уровень удовлетворенности клиента"),
    "ces": ("ces", "customer effort score", "effort score", "客户努力评分"),
}  # fmt: skip


def sniff(table: Table, kind: Kind) -> float:
    """Takes what no other source claims."""
    return _LEAST


def propose_survey(table: Table, kind: Kind) -> Proposal:
    """As for any table; the score's own header tells what is asked, its values tell the scale (an NPS is always 0–10)."""
    proposal = propose(table, kind)
    mapping, notes = proposal.mapping, list(proposal.notes)
    scores = [(header, name) for header in table.headers for name, words in _SURVEY_TYPES.items() if fold(header) in words]
    scores.sort(key=lambda score: [*_SURVEY_TYPES].index(score[1]))
    columns, constants = dict(mapping.columns), dict(mapping.constants)
    kind_of_score = None
    if scores and ("score" not in columns or columns["score"][0] in {header for header, _ in scores}):
        header, kind_of_score = scores[0]
        columns["score"] = (header,)
        for other, name in scores[1:]:
            notes.append(
                tr(
                    "{column} looks like a score too ({type}); it was kept beside the answer, not counted",
                    column=other,
                    type=name,
                )
            )
    if "type" not in columns and kind_of_score:
        constants["type"] = kind_of_score
    if "score" in columns and "scale_max" not in columns:
        scale = (0, 10) if kind_of_score == "nps" else _scale(table, columns["score"][0])
        if scale:
            constants |= {"scale_min": str(scale[0]), "scale_max": str(scale[1])}
            notes.append(tr("the scale is taken as {low} to {high}", low=scale[0], high=scale[1]))
    return Proposal(replace(mapping, columns=columns, constants=constants), proposal.questions, tuple(notes))


def _scale(table: Table, header: str) -> tuple[int, int] | None:
    """The scale that the highest and lowest score show; None when they leave it open."""
    column = table.column(header)
    row = table.connection.execute(
        f"SELECT min(try_cast({column} AS DOUBLE)), max(try_cast({column} AS DOUBLE)) FROM numbered"
    ).fetchone()
    if not row or row[0] is None:
        return None
    low, high = row
    for top in (5, 7, 10, 100):
        if high == top and low >= 0:
            return (0 if low < 1 else 1, top)
    return None


SOURCES = tuple(
    Source(
        f"generic_{kind.name}", N_("Any other table"), (kind.name,), sniff, propose_survey if kind.name == "surveys" else propose
    )
    for kind in KINDS
    if kind.name != "costs"  # whose periods have a reader of their own
)
