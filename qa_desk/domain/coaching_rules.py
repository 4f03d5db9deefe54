"""Which evidence becomes a talking point, and who needs a conversation first.

Every rule claims only what an interval carries, or plain counts; each point names the rule that chose it, so that a lead
can disagree with it. At most three points a side, praise first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import AgentCard, CoachingPage, KpiLine, Measure, Need, TalkingPoint, TeamLine, Verdict
from qa_desk.domain.coaching_text import below_goal_text, change_text, failed_text, full_text, number_text, value_text
from qa_desk.domain.language import join_phrases, ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_POINTS = 3
NEW_FOR_DAYS = 90
WEEKS_WITHOUT_SESSION = 6
CLEARLY_BELOW = 0.8
"""From this probability on that the true score is below the goal, the page says "probably below"."""
SURE_ORDER = 0.9
FEW_EVALUATIONS = 5
CLEAN_RUN = 5
"""So many assessed answers without a lost point are worth a word."""


def with_talking_points(page: CoachingPage) -> CoachingPage:
    """The page with at most three things to praise and three to work on."""
    return replace(page, praise=tuple(_praise(page))[:MOST_POINTS], work_on=tuple(_work_on(page))[:MOST_POINTS])


def _praise(page: CoachingPage) -> Iterator[TalkingPoint]:
    done = [action for session in page.sessions[:1] for action in session.actions if action.status == "done"]
    if page.quality.change.excludes_zero and (page.quality.change.value or 0) > 0:
        yield TalkingPoint(
            tr("QA score went up by {change} points", change=number_text(page.quality.change.value)),
            full_text(page.quality.change),
            tr("change against the period before; its interval excludes zero"),
        )
    for section in sorted(page.sections, key=lambda line: -(line.difference.value or 0)):
        if section.difference.excludes_zero and (section.difference.value or 0) > 0:
            yield TalkingPoint(
                tr("“{section}” is stronger than in the rest of the team", section=section.title),
                tr("{own}; others {team}", own=full_text(section.agent), team=full_text(section.team)),
                tr("section against the others of the team; the interval of the difference excludes zero"),
            )
    for kpi in sorted(page.kpis, key=beside_team, reverse=True):
        if beside_team(kpi) > 0:
            yield TalkingPoint(
                tr("{kpi} is better than the team's", kpi=kpi.name),
                _kpi_evidence(kpi),
                tr("the whole interval is on the good side of the team's figure"),
                kpi=kpi.id,
            )
        elif _moved(kpi) > 0:
            yield TalkingPoint(
                tr("{kpi} improved: {change}", kpi=kpi.name, change=change_text(kpi.change, kpi.unit)),
                _kpi_evidence(kpi),
                tr("change against the period before; its interval excludes zero"),
                kpi=kpi.id,
            )
    yield from _goals_met(page.kpis)
    for action in done:
        yield TalkingPoint(tr("Kept: {action}", action=action.text), _due(page), tr("action of the last session that was done"))
    yield from _clean_record(page)
    for word in page.voice:
        if word.share is not None and word.share >= 0.99:
            yield TalkingPoint(
                tr("A customer wrote: “{words}”", words=_short(word.comment)),
                word.reference,
                tr("best possible survey answer with a comment"),
                interaction_id=word.interaction_id,
            )
            break
    for moment in page.best[:1]:
        yield TalkingPoint(
            tr("{reference} is worth hearing together: {score}", reference=moment.reference, score=moment.shown),
            moment.summary or tr("the highest score of the period"),
            tr("best interaction of the period"),
            interaction_id=moment.interaction_id,
        )


def _due(page: CoachingPage) -> str:
    return tr("agreed on {day}", day=page.sessions[0].held_on.isoformat())


def _goals_met(kpis: Sequence[KpiLine]) -> Iterator[TalkingPoint]:
    for kpi in kpis:
        if kpi.verdict is Verdict.MET:
            yield TalkingPoint(
                tr("{kpi} meets its goal of {goal}", kpi=kpi.name, goal=value_text(kpi.goal, kpi.unit)),
                full_text(kpi.agent, kpi.unit),
                tr("the whole interval is on the good side of the goal"),
                kpi=kpi.id,
            )


def _clean_record(page: CoachingPage) -> Iterator[TalkingPoint]:
    clean = [line for line in page.critical if line.accurate == line.applicable >= CLEAN_RUN]
    if clean and len(clean) == len(page.critical):
        n = min(line.applicable for line in clean)
        yield TalkingPoint(
            ntr("No critical error in {count} evaluation", "No critical error in {count} evaluations", n),
            tr("the true share of flawless contacts is at least {low}", low=value_text(clean[0].accuracy.low, "%")),
            tr("none of the critical questions was failed"),
        )


def _work_on(page: CoachingPage) -> Iterator[TalkingPoint]:
    for error in page.critical_errors[:2]:
        yield TalkingPoint(
            _capital(failed_text(error.critical, error.title)),
            tr(
                "{reference}, {day}: {words}",
                reference=error.moment.reference,
                day=error.moment.on.isoformat(),
                words=_short(error.comment or error.moment.summary or tr("no comment")),
            ),
            tr("critical errors come first, whatever the score"),
            question=error.question,
            interaction_id=error.moment.interaction_id,
        )
    critical = {error.title for error in page.critical_errors[:2]}
    for line in page.lost[:2]:
        if line.title in critical or line.lost < 2:
            continue
        yield TalkingPoint(
            tr("“{question}” lost points in {lost} of {n}", question=line.title, lost=line.lost, n=line.applicable),
            _loss_evidence(line.points, line.team_rate, line.root_causes),
            tr("the question that costs most points of the form"),
            question=line.key,
            interaction_id=line.quotes[-1].interaction_id if line.quotes else None,
        )
    for section in sorted(page.sections, key=lambda line: line.difference.value or 0):
        if section.difference.excludes_zero and (section.difference.value or 0) < 0:
            yield TalkingPoint(
                tr("“{section}” is below the rest of the team", section=section.title),
                tr("{own}; others {team}", own=full_text(section.agent), team=full_text(section.team)),
                tr("section against the others of the team; the interval of the difference excludes zero"),
            )
    for kpi in sorted(page.kpis, key=beside_team):
        if beside_team(kpi) < 0 or kpi.verdict is Verdict.NOT_MET or _moved(kpi) < 0:
            yield _kpi_point(kpi)
    for line in page.lost[:1]:
        if line.lost == 1 and line.title not in critical:
            yield TalkingPoint(
                tr("“{question}” lost points once", question=line.title),
                _loss_evidence(line.points, line.team_rate, line.root_causes),
                tr("the only question that lost points; one case is no pattern"),
                question=line.key,
                interaction_id=line.quotes[-1].interaction_id if line.quotes else None,
            )


def _kpi_point(kpi: KpiLine) -> TalkingPoint:
    if beside_team(kpi) < 0:
        text = tr("{kpi} is worse than the team's", kpi=kpi.name)
        rule = tr("the whole interval is on the bad side of the team's figure")
    elif kpi.verdict is Verdict.NOT_MET:
        text = tr("{kpi} misses its goal of {goal}", kpi=kpi.name, goal=value_text(kpi.goal, kpi.unit))
        rule = tr("the whole interval is on the wrong side of the goal")
    else:
        text = tr("{kpi} got worse: {change}", kpi=kpi.name, change=change_text(kpi.change, kpi.unit))
        rule = tr("change against the period before; its interval excludes zero")
    return TalkingPoint(text, _kpi_evidence(kpi), rule, kpi=kpi.id)


def _kpi_evidence(kpi: KpiLine) -> str:
    if kpi.team.value is None:
        return full_text(kpi.agent, kpi.unit)
    return tr("{own}; team {team}", own=full_text(kpi.agent, kpi.unit), team=value_text(kpi.team.value, kpi.unit))


def beside_team(kpi: KpiLine) -> int:
    """+1 when the agent's whole interval is better than the team's figure, −1 when worse, 0 when that cannot be told.

    A KPI that is bad in the whole team is a matter for the team, not for a talk with one agent.
    """
    own, team = kpi.agent, kpi.team.value
    if own.low is None or own.high is None or team is None or kpi.direction not in ("up", "down"):
        return 0
    if own.low <= team <= own.high:
        return 0
    return 1 if (own.low > team) == (kpi.direction == "up") else -1


def _loss_evidence(points: float, team: Measure, causes: Sequence[tuple[str, int]]) -> str:
    parts = [tr("costs {points} points of the form on average", points=number_text(points))]
    if team.value is not None:
        parts.append(tr("others lose it in {share} (n {n})", share=value_text(team.value, "%"), n=team.n))
    if causes:
        parts.append(tr("most often: {cause}", cause=causes[0][0]))
    return join_phrases(parts)


def _moved(kpi: KpiLine) -> int:
    """+1 when a KPI clearly got better against the period before, −1 when worse, 0 when noise explains it."""
    if not kpi.change.excludes_zero or kpi.change.value is None or kpi.direction not in ("up", "down"):
        return 0
    return 1 if (kpi.change.value > 0) == (kpi.direction == "up") else -1


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str, most: int = 140) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def verdict_of(figure: Measure, goal: float | None, direction: str) -> Verdict:
    """Met only when the whole interval is on the good side of the goal, not met only when wholly on the bad side."""
    if goal is None or figure.value is None or direction not in ("up", "down"):
        return Verdict.NONE
    if figure.low is None or figure.high is None:
        return Verdict.UNCLEAR
    worst, best = (figure.low, figure.high) if direction == "up" else (-figure.high, -figure.low)
    target = goal if direction == "up" else -goal
    if worst >= target:
        return Verdict.MET
    return Verdict.NOT_MET if best < target else Verdict.UNCLEAR


def is_new(agent: AgentCard) -> bool:
    """Whether somebody started less than three months ago."""
    return agent.tenure_days is not None and agent.tenure_days < NEW_FOR_DAYS


def judge(line: TeamLine, *, is_coaching_usual: bool) -> TeamLine:
    """The line with its need and the reasons, strongest first. "Never coached" counts where most others have been."""
    urgent, others = tuple(_urgent_reasons(line)), tuple(_other_reasons(line, is_coaching_usual))
    if urgent:
        need = Need.NOW
    elif any(weight for weight, _ in others):
        need = Need.SOON
    else:
        need = Need.TOO_FEW if line.score.n < FEW_EVALUATIONS else Need.ON_COURSE
    return replace(line, need=need, reasons=(*urgent, *(text for _, text in others)))


def _urgent_reasons(line: TeamLine) -> Iterator[str]:
    if line.critical_errors:
        yield ntr("{count} evaluation with a critical error", "{count} evaluations with critical errors", line.critical_errors)
    if line.chance_below_goal is not None and line.chance_below_goal >= CLEARLY_BELOW and line.score.n >= FEW_EVALUATIONS:
        yield tr("QA score {chance}", chance=below_goal_text(line.chance_below_goal, line.goal))
    if line.change.excludes_zero and (line.change.value or 0) < 0:
        yield tr("QA score fell by {points} points, more than noise", points=number_text(-(line.change.value or 0)))


def _other_reasons(line: TeamLine, is_coaching_usual: bool) -> Iterator[tuple[bool, str]]:
    """Reasons with whether they call for a conversation by themselves."""
    if line.overdue:
        yield True, ntr("{count} action overdue", "{count} actions overdue", line.overdue)
    for kpi in line.kpis:
        if beside_team(kpi) < 0:
            own, team = value_text(kpi.agent.value, kpi.unit), value_text(kpi.team.value, kpi.unit)
            yield True, tr("{kpi} {own}, team {team}", kpi=kpi.name, own=own, team=team)
    if is_new(line.agent):
        yield True, tr("new here")
    if line.weeks_since is None:
        yield is_coaching_usual, tr("no coaching session yet")
    elif line.weeks_since >= WEEKS_WITHOUT_SESSION:
        yield True, ntr("not coached for {count} week", "not coached for {count} weeks", line.weeks_since)
    if line.score.n == 0:
        yield False, tr("no evaluation in the period")
    elif line.score.n < FEW_EVALUATIONS:
        yield False, ntr("only {count} evaluation: no verdict", "only {count} evaluations: no verdict", line.score.n)


def in_order(lines: Sequence[TeamLine]) -> tuple[TeamLine, ...]:
    """By need, then by name: listed, not ranked. Lines of a need that cannot be told apart by their scores share a band.

    A new band starts where the first line of the band is lower with a probability of at least 0.9. Agents without a
    shrunken score have a band of their own, the last of their group.
    """
    order = list(Need)

    def key(line: TeamLine) -> tuple[int, bool, float, str]:
        missing = line.shrunken is None or line.shrunken.value is None
        value = line.shrunken.value if line.shrunken is not None and line.shrunken.value is not None else 0.0
        return order.index(line.need), missing, value, line.agent.name

    band, first, result = 0, None, []
    for line in sorted(lines, key=key):
        if first is None or line.need is not first.need or _is_surely_higher(first.shrunken, line.shrunken):
            band, first = band + 1, line
        result.append(replace(line, band=band))
    return tuple(sorted(result, key=lambda line: (order.index(line.need), line.agent.name.casefold())))


def _is_surely_higher(low: Measure | None, high: Measure | None) -> bool:
    from statistics import NormalDist

    if (low is None) != (high is None):
        return True
    if low is None or high is None or low.value is None or high.value is None:
        return False
    spread = (_error(low) ** 2 + _error(high) ** 2) ** 0.5
    return spread > 0 and NormalDist().cdf((high.value - low.value) / spread) >= SURE_ORDER


def _error(figure: Measure) -> float:
    return 0.0 if figure.low is None or figure.high is None else (figure.high - figure.low) / (2 * 1.959964)
