"""Speech facts of a file or of an interaction's recording, with the workspace's settings and its cache of waveforms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.analysis import Analysis, analyse
from qa_desk.media.speech_facts import DEFAULT_FACT_RULES, FactRules
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.raw import RawLayout
    from qa_desk.media.speech_facts import Side
    from qa_desk.media.transcripts import Utterance
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """The speech facts of a chat or mail thread, in seconds; None with `unavailable` where lines carry no times."""

    messages_agent: int
    messages_customer: int
    first_reply: float | None
    slowest_reply: float | None
    longest_gap: float | None
    unavailable: str | None


@dataclass(frozen=True, slots=True)
class Medium:
    """A recording of an interaction, as the player needs it."""

    id: str
    path: Path
    duration_s: float | None
    channels: int | None
    agent_channel: Side


def peaks_folder(workspace: Workspace) -> Path:
    """Where the workspace keeps its waveforms; disposable."""
    return workspace.folder / "peaks"


def analyse_file(
    workspace: Workspace | None,
    path: Path,
    *,
    agent_channel: Side | None = None,
    layout: RawLayout | None = None,
    context: JobContext | None = None,
) -> Analysis:
    """One pass over a file (or its cached waveform). Settings of the workspace hold where there is one."""
    context = context or Quiet()
    side, rules, cache = agent_channel or "left", DEFAULT_FACT_RULES, None
    if workspace is not None:
        side = agent_channel or cast("Side", get_setting(workspace, "agent_channel"))
        rules = FactRules(dead_air_s=float(get_setting(workspace, "dead_air_s")))
        cache = peaks_folder(workspace)
    return analyse(
        path,
        agent_channel=side,
        report=context.report,
        cancelled=context.raise_if_cancelled,
        cache_folder=cache,
        layout=layout,
        fact_rules=rules,
    )


def media_of(workspace: Workspace, interaction_id: str) -> tuple[Medium, ...]:
    """The recordings of an interaction in order; the agent's channel is the recording's own, else the setting."""
    usual = cast("Side", get_setting(workspace, "agent_channel"))
    rows = workspace.connection.execute(
        "SELECT id, path, duration_s, channels, agent_channel FROM media WHERE interaction_id = ? ORDER BY position",
        [interaction_id],
    )
    return tuple(
        Medium(row["id"], Path(row["path"]), row["duration_s"], row["channels"], row["agent_channel"] or usual) for row in rows
    )


def thread_facts(lines: Sequence[Utterance]) -> ThreadFacts:
    """How fast the agent answered in a chat or mail: from the first line of the customer's turn to the agent's next line."""
    counts = {speaker: sum(line.speaker == speaker for line in lines) for speaker in ("agent", "customer")}
    timed = [line for line in lines if line.at is not None and line.speaker in ("agent", "customer")]
    if len(timed) < sum(counts.values()) or not timed:
        reason = tr("not available (messages without times)")
        return ThreadFacts(counts["agent"], counts["customer"], None, None, None, reason)
    replies: list[float] = []
    waiting_since: int | None = None
    for line in timed:
        at = cast("int", line.at)
        if line.speaker == "customer":
            waiting_since = at if waiting_since is None else waiting_since
        elif waiting_since is not None:
            replies.append(at - waiting_since)
            waiting_since = None
    times = [cast("int", line.at) for line in timed]
    gaps = [float(later - earlier) for earlier, later in pairwise(times)]
    first, slowest = (replies[0], max(replies)) if replies else (None, None)
    return ThreadFacts(counts["agent"], counts["customer"], first, slowest, max(gaps, default=None), None)
