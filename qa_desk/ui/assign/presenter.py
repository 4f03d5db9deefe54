"""What a new sample is made of, and what it would be: counted, planned and previewed as one changes it. It has no widgets.

A change is told at once, what follows from it is reckoned in jobs: the population first, then the draw. A newer change abandons
the older question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.domain.sampling import Design, Method, Population
from qa_desk.services.centre_time import figures_day, today_of
from qa_desk.services.sampling import DrawRequest, draw_sample, new_seed, propose_sample
from qa_desk.services.sampling_plan import Assumptions, Question, measured_assumptions, open_decisions, plan
from qa_desk.services.sampling_population import count_population, population_choices
from qa_desk.services.sampling_raters import list_terms
from qa_desk.services.scorecards import list_scorecards
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.services.sampling import Proposal
    from qa_desk.services.sampling_plan import OpenDecision, Plan
    from qa_desk.services.sampling_population import Choices, Counted
    from qa_desk.services.sampling_raters import Terms
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_AFTER_A_CHANGE_MS = 250
_USUAL_SPAN = timedelta(days=27)
_USUAL_DUE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Setup:
    """What the place offers: the filters' values, people, scorecards, and what the centre itself says of its scores."""

    choices: Choices
    evaluators: tuple[Terms, ...]
    versions: tuple[VersionEntry, ...]
    assumptions: Assumptions
    undecided: tuple[OpenDecision, ...]
    day: date
    """The last day that has a contact: the usual period ends there."""
    today: date

    @property
    def lacks(self) -> str | None:
        """What has to be there first: "contacts", "scorecard" or "evaluators"; None when a sample can be drawn."""
        if self.choices.is_empty:
            return "contacts"
        if not self.versions:
            return "scorecard"
        return None if self.evaluators else "evaluators"


@dataclass(frozen=True, slots=True)
class Aim:
    """What one wants to know; only the planner looks at it."""

    points: float = 5.0
    share: float = 0.10
    rare: float = 0.02
    is_finite: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The population in numbers, and what the plan says of it."""

    counted: Counted
    plan: Plan


class AssignPresenter(QObject):
    """One a screen: the state of the new sample, and the jobs behind its three columns."""

    loading = Signal()
    ready = Signal(object)
    """`Setup`"""
    unavailable = Signal(str)
    counting = Signal()
    planned = Signal(object)
    """`Planned`"""
    previewing = Signal()
    previewed = Signal(object)
    """`Proposal`"""
    not_previewed = Signal(str)
    drawing = Signal()
    drawn = Signal(str)
    """The id of the new sample."""
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._setup: Setup | None = None
        self._counted: Counted | None = None
        self._proposal: Proposal | None = None
        self._aim = Aim()
        self._request = DrawRequest(Population(), Design(), new_seed(context.workspace))
        self._job: Job | None = None
        self._wait = QTimer(self, singleShot=True, interval=_AFTER_A_CHANGE_MS)
        self._wait.timeout.connect(self._look)

    @property
    def request(self) -> DrawRequest:
        """What is asked for now."""
        return self._request

    @property
    def aim(self) -> Aim:
        """What one wants to know."""
        return self._aim

    @property
    def setup(self) -> Setup | None:
        """What the place offers, once it is known."""
        return self._setup

    @property
    def proposal(self) -> Proposal | None:
        """The draw that is shown; None while it is being made."""
        return self._proposal

    # -- what there is

    def load(self) -> None:
        """Read what the place offers, then look at the sample as it is set."""
        self.stop()
        if self._setup is None:
            self.loading.emit()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, _read_setup),
            title=tr("Population"),
            on_done=self._loaded,
            on_failed=self._not_loaded,
            owner=self,
        )

    def stop(self) -> None:
        """Nothing that is on its way is wanted any more."""
        self._wait.stop()
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _loaded(self, setup: Setup) -> None:
        is_first, self._setup, self._job = self._setup is None, setup, None
        if is_first:
            self._request = replace(
                self._request,
                population=replace(self._request.population, first=setup.day - _USUAL_SPAN, last=setup.day),
                due_on=(setup.today + _USUAL_DUE).isoformat(),
            )
        self.ready.emit(setup)
        if setup.lacks is None:
            self._counted = None
            self._look()

    def _not_loaded(self, error: Exception) -> None:
        self.unavailable.emit(_words(error))

    # -- what the person sets

    def choose_population(self, population: Population) -> None:
        """Other filters."""
        if population != self._request.population:
            self._request = replace(self._request, population=population)
            self._counted = None
            self.counting.emit()
            self._changed()

    def choose_design(self, design: Design) -> None:
        """Another way to draw."""
        if design != self._request.design:
            self._request = replace(self._request, design=design)
            self._changed()
            self._tell_plan()

    def choose_evaluators(self, evaluator_ids: tuple[str, ...]) -> None:
        """Who shares it."""
        if evaluator_ids != self._request.evaluator_ids:
            self._request = replace(self._request, evaluator_ids=evaluator_ids)
            self._changed()

    def choose_seed(self, seed: int | None = None) -> None:
        """A seed of one's own, or a new one."""
        self._request = replace(self._request, seed=new_seed(self._context.workspace) if seed is None else seed)
        self._changed()

    def choose_particulars(self, *, title: str, due_on: str | None, version_id: str | None) -> None:
        """What goes with the assignments; the draw is not touched by it."""
        self._request = replace(self._request, title=title, due_on=due_on, version_id=version_id)

    def choose_aim(self, aim: Aim) -> None:
        """What one wants to know."""
        self._aim = aim
        self._tell_plan()

    def focus_on_undecided(self) -> None:
        """Draw for the agents whose decision is open."""
        if self._setup is not None:
            agents = tuple(each.agent_id for each in self._setup.undecided if each.agent_id in self._setup.choices.agents)
            self.choose_population(replace(self._request.population, agents=agents))

    # -- what follows from it

    def _changed(self) -> None:
        self.stop()
        self._proposal = None
        self.previewing.emit()
        self._wait.start()

    def _look(self) -> None:
        if self._setup is None or self._setup.lacks is not None:
            return
        if self._counted is None:
            self._count()
        else:
            self._preview()

    def _count(self) -> None:
        population = self._request.population
        self.counting.emit()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, lambda workspace, ctx: count_population(workspace, population, ctx)),
            title=tr("Counting the population"),
            on_done=self._has_counted,
            on_failed=lambda error: self.not_previewed.emit(_words(error)),
            owner=self,
        )

    def _has_counted(self, counted: Counted) -> None:
        self._counted = counted
        self._tell_plan()
        self._preview()

    def _tell_plan(self) -> None:
        if self._counted is None or self._setup is None:
            return
        agents, design = len(self._counted.agents), self._request.design
        quota = design.quota or 0
        if design.method is not Method.QUOTA:
            quota = round((design.size or 0) / agents) if agents else 0
        each = round(self._counted.total / agents) if agents else 0
        question = Question(
            quota=max(1, quota),
            agents=max(1, agents),
            contacts=max(1, each),
            share_half_width=self._aim.share,
            mean_half_width=self._aim.points,
            rare_rate=self._aim.rare,
            is_finite=self._aim.is_finite,
            drawn=self._drawn(max(1, quota)),
        )
        self.planned.emit(Planned(self._counted, plan(question, self._setup.assumptions)))

    def _drawn(self, quota: int) -> int:
        """How many are drawn: as previewed, else as the agents' contacts allow."""
        if self._proposal is not None:
            return len(self._proposal.draw.drawn)
        return sum(min(quota, agent.contacts) for agent in self._counted.agents) if self._counted is not None else 0

    def _preview(self) -> None:
        request = self._request
        self.previewing.emit()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, lambda workspace, ctx: propose_sample(workspace, request, ctx)),
            title=tr("Preview of the draw"),
            on_done=self._has_previewed,
            on_failed=lambda error: self.not_previewed.emit(_words(error)),
            owner=self,
        )

    def _has_previewed(self, proposal: Proposal) -> None:
        self._proposal, self._job = proposal, None
        self._tell_plan()
        self.previewed.emit(proposal)

    # -- drawing

    def draw(self) -> None:
        """Draw what is shown, record it and assign it."""
        proposal = self._proposal
        if proposal is None:
            return
        now = self._request
        request = replace(proposal.request, title=now.title, due_on=now.due_on, version_id=now.version_id)
        self.drawing.emit()

        def work(workspace: Workspace, ctx: JobContext) -> str:
            return draw_sample(workspace, request, ctx, proposal=proposal)

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Draw and assign"),
            on_done=self._has_drawn,
            on_failed=self._not_drawn,
            owner=self,
        )

    def _has_drawn(self, sample_id: str) -> None:
        self._context.changes.announce(Kind.EVALUATIONS, Kind.INTERACTIONS, origin=self)
        self._request = replace(self._request, seed=new_seed(self._context.workspace), title="")
        self._counted = None
        self.drawn.emit(sample_id)
        self.load()

    def _not_drawn(self, error: Exception) -> None:
        self.refused.emit(_words(error))
        self._counted = None
        self._look()


def _read_setup(workspace: Workspace, ctx: JobContext) -> Setup:
    choices, day = population_choices(workspace, ctx), figures_day(workspace)
    return Setup(
        choices=choices,
        evaluators=tuple(list_terms(workspace)),
        versions=tuple(list_scorecards(workspace, status="published")),
        assumptions=measured_assumptions(workspace),
        undecided=tuple(open_decisions(workspace)),
        day=min(day, choices.last or day),
        today=today_of(workspace),
    )


def _words(error: Exception) -> str:
    """The line to say; a bug has its own dialog beside it."""
    return error.message if isinstance(error, QaDeskError) else tr("This could not be had.")
