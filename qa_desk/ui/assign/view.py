"""The Assign place: a new sample in three columns, the samples that were drawn, and the evaluators' queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.services.centre_time import zone_of
from qa_desk.services.sampling_records import sample_of_item
from qa_desk.ui.assign.plan_pane import PlanPane
from qa_desk.ui.assign.population_pane import PopulationPane
from qa_desk.ui.assign.presenter import AssignPresenter
from qa_desk.ui.assign.preview_pane import PreviewPane
from qa_desk.ui.assign.queues_page import QueuesPage
from qa_desk.ui.assign.samples_page import SamplesPage
from qa_desk.ui.assign.samples_presenter import SamplesPresenter
from qa_desk.ui.changes import Kind
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent

    from qa_desk.services.sampling import Proposal
    from qa_desk.services.sampling_records import Repeat, Sample
    from qa_desk.ui.assign.presenter import Planned, Setup
    from qa_desk.ui.assign.samples_presenter import SampleShown
    from qa_desk.ui.screen import Context

NEW, SAMPLES, QUEUES = "new", "samples", "queues"
_WIDTHS = (336, 376, 500)
"""Also the least that filters and plan need; the preview takes what is left."""


class AssignScreen(Screen):
    """Keeps its state when one leaves it: filters and plan stand as they were set."""

    shows = frozenset({Kind.EVALUATIONS, Kind.INTERACTIONS, Kind.FACTS, Kind.PEOPLE, Kind.SCORECARDS, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = AssignPresenter(context, self)
        self.records = SamplesPresenter(context, self)
        self._newest: str | None = None
        self._item: str | None = None
        self.header = Header(tr("Assign"))
        self.banner = Banner()
        self.population = PopulationPane(context.theme)
        self.plan = PlanPane(context.theme)
        self.preview = PreviewPane(context.theme)
        self.samples = SamplesPage(context.theme, zone_of(context.workspace), self._go_to_new)
        self.queues = QueuesPage(context.theme, self._go_to_today)
        self.stage = Stage(context.theme, self._columns())
        self.pages = QStackedWidget()
        for page in (self.stage, self.samples, self.queues):
            self.pages.addWidget(page)
        self._which = Segments(
            [Choice(NEW, tr("New sample")), Choice(SAMPLES, tr("Samples")), Choice(QUEUES, tr("Queues"))],
            tr("View"),
            can_be_empty=False,
        )
        self._which.show_value(NEW)
        self.header.add_filter(self._which)
        self._draw = self.header.add_primary(tr("Draw and assign"), self.presenter.draw)
        self._draw.setEnabled(False)
        self._lay_out()
        self._connect()
        self.presenter.load()

    def _columns(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for pane in (self.population, self.plan, self.preview):
            split.addWidget(pane)
        for narrow, width in ((self.population, _WIDTHS[0]), (self.plan, _WIDTHS[1])):
            narrow.setMinimumWidth(self._context.theme.size(width - Space.XL))
        split.setSizes([self._context.theme.size(width) for width in _WIDTHS])
        for place, share in enumerate((0, 1, 2)):
            split.setStretchFactor(place, share)
        return split

    def _lay_out(self) -> None:
        padded = QWidget()
        row = QHBoxLayout(padded)
        row.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        row.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(padded)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        presenter, records = self.presenter, self.records
        presenter.loading.connect(self.stage.show_loading)
        presenter.ready.connect(self._show_setup)
        presenter.unavailable.connect(self._show_unavailable)
        presenter.counting.connect(self.population.show_counting)
        presenter.planned.connect(self._show_planned)
        presenter.previewing.connect(self._show_previewing)
        presenter.previewed.connect(self._show_proposal)
        presenter.not_previewed.connect(self.preview.show_fault)
        presenter.drawing.connect(self._rest)
        presenter.drawn.connect(self._has_drawn)
        presenter.refused.connect(self.banner.say)
        self.population.changed.connect(presenter.choose_population)
        self.plan.design_changed.connect(presenter.choose_design)
        self.plan.evaluators_changed.connect(presenter.choose_evaluators)
        self.plan.particulars_changed.connect(self._choose_particulars)
        self.plan.seed_changed.connect(self._choose_seed)
        self.plan.aim_changed.connect(presenter.choose_aim)
        self.plan.undecided_asked.connect(self._focus_on_undecided)
        records.listed.connect(self._show_samples)
        records.opened.connect(self._show_sample)
        records.queued.connect(self.queues.show_queues)
        records.repeated.connect(self._show_repeat)
        records.told.connect(self._context.navigator.toast)
        records.refused.connect(self.banner.say)
        self.samples.sample_chosen.connect(self._open_sample)
        self.samples.repeat_asked.connect(self._repeat)
        self.samples.replacement_asked.connect(self._replace)
        self.queues.hand_on_asked.connect(self._hand_on)
        self.queues.put_off_asked.connect(self._put_off)
        self.queues.take_back_asked.connect(records.take_back)
        self.queues.terms_changed.connect(records.set_terms)
        self._which.chosen.connect(self._turn_to)

    # -- the shell

    def arrive(self, **arguments: object) -> None:
        """Come here, perhaps for one sample (`sample_id=…`), an item to replace (`item_id=…`) or a view (`view="queues"`)."""
        sample_id, view, item_id = (arguments.get(name) for name in ("sample_id", "view", "item_id"))
        if isinstance(item_id, str):
            self._item = item_id
            sample_id = sample_of_item(self._context.workspace, item_id)
        if isinstance(sample_id, str):
            self._newest = sample_id
            self._turn_to(SAMPLES)
        elif view in (NEW, SAMPLES, QUEUES):
            self._turn_to(view)

    def refresh(self) -> None:
        """Read again; what was set stays."""
        self.presenter.load()
        self._read_page()

    def verbs(self) -> Sequence[Verb]:
        """What can be done here."""
        return (
            Verb(tr("Draw a new sample"), self._go_to_new),
            Verb(tr("Samples that were drawn"), self._go_to_samples),
            Verb(tr("Queues of the evaluators"), self._go_to_queues),
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked any more once the window is gone."""
        self.presenter.stop()
        self.records.stop()
        super().closeEvent(event)

    # -- pages

    def _turn_to(self, view: object) -> None:
        self.banner.clear()
        self._which.show_value(view)
        self.pages.setCurrentWidget({NEW: self.stage, SAMPLES: self.samples, QUEUES: self.queues}[str(view)])
        self._draw.setVisible(view == NEW)
        self._read_page()

    def _read_page(self) -> None:
        page = self.pages.currentWidget()
        if page is self.samples:
            self.records.list_samples()
        elif page is self.queues:
            self.records.read_queues()

    def _go_to_new(self) -> None:
        self._turn_to(NEW)

    def _go_to_samples(self) -> None:
        self._turn_to(SAMPLES)

    def _go_to_queues(self) -> None:
        self._turn_to(QUEUES)

    def _go_to_today(self) -> None:
        self._context.navigator.go("today")

    # -- a new sample

    def _show_setup(self, setup: Setup) -> None:
        lacking = {
            "contacts": (tr("There is nothing to draw from yet."), tr("Import some under Data"), self._go_to_data),
            "scorecard": (tr("There is no published scorecard yet."), tr("Take one up under Scorecards"), self._go_to_cards),
            "evaluators": (tr("There are no evaluators yet."), tr("Say who works here, under Today"), self._go_to_today),
        }
        if setup.lacks is not None:
            self.stage.show_empty(*lacking[setup.lacks])
            return
        self.population.show_setup(setup, self.presenter.request.population)
        self.plan.show_setup(setup, self.presenter.request)
        self.stage.show_content()

    def _show_unavailable(self, message: str) -> None:
        if self.stage.state == "loading":
            self.stage.show_fault(message, self.presenter.load)
        else:
            self.banner.say(message)

    def _go_to_data(self) -> None:
        self._context.navigator.go("data")

    def _go_to_cards(self) -> None:
        self._context.navigator.go("scorecards")

    def _show_planned(self, planned: Planned) -> None:
        self.population.show_counted(planned.counted)
        self.plan.show_planned(planned)

    def _show_previewing(self) -> None:
        self._rest()
        self.preview.show_loading()

    def _rest(self) -> None:
        self._draw.setEnabled(False)

    def _show_proposal(self, proposal: Proposal) -> None:
        self.preview.show_proposal(proposal)
        self.plan.show_seed(proposal.request.seed)
        self._draw.setEnabled(bool(proposal.draw.drawn))

    def _choose_particulars(self, particulars: dict[str, str | None]) -> None:
        self.presenter.choose_particulars(
            title=particulars["title"] or "", due_on=particulars["due_on"], version_id=particulars["version_id"]
        )

    def _choose_seed(self, seed: int | None) -> None:
        self.presenter.choose_seed(seed)
        self.plan.show_seed(self.presenter.request.seed)

    def _focus_on_undecided(self) -> None:
        self.presenter.focus_on_undecided()
        self.population.show_population(self.presenter.request.population)

    def _has_drawn(self, sample_id: str) -> None:
        self._newest = sample_id
        proposal = self.presenter.proposal
        if proposal is not None:
            drawn = ntr(
                "{count} contact is drawn and assigned.", "{count} contacts are drawn and assigned.", len(proposal.draw.drawn)
            )
            self._context.navigator.toast(drawn)
        self._turn_to(SAMPLES)

    # -- samples and queues

    def _show_samples(self, samples: tuple[Sample, ...]) -> None:
        self.samples.show_samples(samples)
        note = ntr("{count} sample", "{count} samples", len(samples))
        self.header.show_title(tr("Assign"), note if samples else "")
        if self._newest is not None:
            self.samples.select(self._newest)
            self._newest = None

    def _show_sample(self, shown: SampleShown) -> None:
        self.samples.show_sample(shown)
        if self._item is not None and any(item.id == self._item for item in shown.items):
            self.samples.select_item(self._item)
            self._item = None

    def _open_sample(self, sample: Sample) -> None:
        self.records.open(sample.id)

    def _repeat(self, sample: Sample) -> None:
        self.records.repeat(sample.id)

    def _show_repeat(self, found: Repeat) -> None:
        self.samples.show_repeat(found)

    def _replace(self, asked: tuple[object, ...]) -> None:
        item, reason, words = asked
        self.records.replace(item, reason, words)  # type: ignore[arg-type]

    def _hand_on(self, asked: tuple[list[str], str]) -> None:
        self.records.hand_on(*asked)

    def _put_off(self, asked: tuple[list[str], str]) -> None:
        self.records.put_off(*asked)
