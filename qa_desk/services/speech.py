"""Speech facts of a file or of an interaction's recording, with the workspace's settings and its cache of waveforms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.activity import DEFAULT_RULES, ActivityRules, Stretch
from qa_desk.media.analysis import Analysis, analyse, pauses
from qa_desk.media.raw import parse_layout
from qa_desk.media.speech_facts import DEFAULT_FACT_RULES, FactRules
from qa_desk.services.agent_channels import AgentChannels
from qa_desk.workspace.settings import get_setting, get_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.peaks import Partial
    from qa_desk.media.raw import RawLayout
    from qa_desk.media.speech_facts import Side
    from qa_desk.media.transcripts import Utterance
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """The speech facts of a chat or mail thread, in seconds; None with `unavailable` where it cannot be told.

    What counts is what agent and customer wrote to each other: no notes among colleagues, nothing of bots and the system.
    """

    messages_agent: int
    messages_customer: int
    first_reply: float | None
    """From the customer's first message to the agent's next one."""
    slowest_reply: float | None
    """Of all the customer's turns: from the first message of a turn to the agent's next one."""
    longest_gap: float | None
    """Between one message and the next, whoever wrote them."""
    unavailable: str | None
    slowest_reply_at: int | None = None
    """The position of the message that is the slowest reply."""
    is_unanswered: bool = False
    """The customer wrote last."""
    messages_other: int = 0
    """Of people who are neither known to be the agent nor the customer."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A recording of an interaction, as the player needs it."""

    id: str
    path: Path
    duration_s: float | None
    channels: int | None
    agent_channel: Side
    layout: RawLayout | None = None
    """How a file without a header is read, as it was declared."""


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
    publish: Callable[[Partial], object] | None = None,
) -> Analysis:
    """One pass over a file (or its cached waveform). Settings of the workspace hold where there is one.

    `publish` is given what is read so far, on the thread that reads.
    """
    context = context or Quiet()
    side, facts, activity, cache = agent_channel or "left", DEFAULT_FACT_RULES, DEFAULT_RULES, None
    if workspace is not None:
        side = agent_channel or AgentChannels(workspace).of_file(workspace, path)
        layout = layout or _declared_layout(workspace, path)
        facts, activity = speech_rules(workspace)
        cache = peaks_folder(workspace)
    return analyse(
        path,
        agent_channel=side,
        report=context.report,
        cancelled=context.raise_if_cancelled,
        cache_folder=cache,
        layout=layout,
        activity_rules=activity,
        fact_rules=facts,
        publish=publish,
    )


def speech_rules(workspace: Workspace) -> tuple[FactRules, ActivityRules]:
    """The thresholds that the workspace's settings say."""
    said = get_settings(workspace)
    facts = FactRules(dead_air_s=float(said["dead_air_s"]), talk_over_s=float(said["talk_over_s"]))
    share = 1.0 - float(said["speech_sensitivity"]) / 100
    return facts, replace(DEFAULT_RULES, share_of_range=share, bridge_s=float(said["speech_pause_s"]))


def silences(workspace: Workspace, analysis: Analysis) -> tuple[Stretch, ...]:
    """What is skipped where skipping is on: nobody speaks, on either side, for as long as the settings say or longer."""
    return pauses(analysis, float(get_setting(workspace, "skip_silence_s")))


def _declared_layout(workspace: Workspace, path: Path) -> RawLayout | None:
    row = workspace.connection.execute("SELECT layout FROM media WHERE path = ?", [str(path.resolve())]).fetchone()
    return parse_layout(row["layout"]) if row is not None and row["layout"] else None


def media_of(workspace: Workspace, interaction_id: str) -> tuple[Medium, ...]:
    """The recordings of an interaction in order, each with the channel of its agent."""
    channels = AgentChannels(workspace)
    rows = workspace.connection.execute(
        "SELECT m.id, m.path, m.duration_s, m.channels, m.agent_channel, m.layout, b.source FROM media m "
        "JOIN interactions i ON i.id = m.interaction_id LEFT JOIN import_batches b ON b.id = i.batch_id "
        "WHERE m.interaction_id = ? ORDER BY m.position",
        [interaction_id],
    )
    return tuple(
        Medium(
            row["id"],
            Path(row["path"]),
            row["duration_s"],
            row["channels"],
            channels.of(Path(row["path"]), row["source"], row["agent_channel"]),
            parse_layout(row["layout"]) if row["layout"] else None,
        )
        for row in rows
    )


def thread_facts(lines: Sequence[Utterance]) -> ThreadFacts:
    """How fast the agent answered in a chat or mail. Messages count by their times, those of one time as they stand."""
    said = [(number, line) for number, line in enumerate(lines) if line.speaker in ("agent", "customer") and not line.is_internal]
    agent = sum(line.speaker == "agent" for _, line in said)
    counts = (agent, len(said) - agent)
    others = sum(line.speaker == "unknown" and not line.is_internal for line in lines)
    if not said and others:
        reason = tr("not available (who is the agent is not known)")
        return ThreadFacts(*counts, None, None, None, reason, messages_other=others)
    if not said or any(line.at is None for _, line in said):
        return ThreadFacts(*counts, None, None, None, tr("not available (messages without times)"), messages_other=others)
    timed = sorted(((cast("int", line.at), number, line.speaker) for number, line in said), key=lambda one: one[0])
    replies: list[tuple[int, int]] = []
    waiting_since: int | None = None
    for at, number, speaker in timed:
        if speaker == "customer":
            waiting_since = at if waiting_since is None else waiting_since
        elif waiting_since is not None:
            replies.append((at - waiting_since, number))
            waiting_since = None
    gap = max((float(later[0] - earlier[0]) for earlier, later in pairwise(timed)), default=None)
    if not replies:
        return ThreadFacts(*counts, None, None, gap, None, None, waiting_since is not None, others)
    slowest, place = max(replies, key=lambda one: one[0])
    return ThreadFacts(*counts, float(replies[0][0]), float(slowest), gap, None, place, waiting_since is not None, others)
