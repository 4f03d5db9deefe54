"""The places of the window, in the order of the rail. A new screen is a package in `qa_desk/ui/`, a function and a line here.

Each is imported after the window is up: ahead of its first visit when there is time (`modules`), else at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.app.languages import LANGUAGES
from qa_desk.domain.language import N_
from qa_desk.ui.screen import Context, Place, Screen

if TYPE_CHECKING:
    from collections.abc import Sequence


def _today(context: Context) -> Screen:
    from qa_desk.ui.today.view import TodayScreen

    return TodayScreen(context)


def _evaluate(context: Context) -> Screen:
    from qa_desk.ui.evaluate.view import EvaluateScreen

    return EvaluateScreen(context)


def _assign(context: Context) -> Screen:
    from qa_desk.ui.assign.view import AssignScreen

    return AssignScreen(context)


def _calibrate(context: Context) -> Screen:
    from qa_desk.ui.calibrate.view import CalibrateScreen

    return CalibrateScreen(context)


def _coach(context: Context) -> Screen:
    from qa_desk.ui.coach.view import CoachScreen

    return CoachScreen(context)


def _report(context: Context) -> Screen:
    from qa_desk.ui.report.view import ReportScreen

    return ReportScreen(context)


def _data(context: Context) -> Screen:
    from qa_desk.ui.data.view import DataScreen

    return DataScreen(context)


def _scorecards(context: Context) -> Screen:
    from qa_desk.ui.scorecards.view import ScorecardsScreen

    return ScorecardsScreen(context)


def _settings(context: Context) -> Screen:
    from qa_desk.ui.settings.view import SettingsScreen

    return SettingsScreen(context, LANGUAGES)


PLACES: Sequence[Place] = (
    Place("today", N_("Today"), "calendar-check", _today),
    Place("evaluate", N_("Evaluate"), "headphones", _evaluate, ("qa_desk.ui.evaluate.view",)),
    Place("assign", N_("Assign"), "clipboard-check", _assign, ("qa_desk.ui.assign.view",)),
    Place("calibrate", N_("Calibrate"), "scale", _calibrate, ("qa_desk.ui.calibrate.view",)),
    Place("coach", N_("Coach"), "graduation-cap", _coach, ("qa_desk.ui.coach.view", "pyqtgraph")),
    Place("report", N_("Report"), "chart-line", _report, ("qa_desk.ui.report.view", "duckdb")),
    Place("data", N_("Data"), "database", _data, ("qa_desk.ui.data.view",)),
    Place("scorecards", N_("Scorecards"), "list-checks", _scorecards, ("qa_desk.ui.scorecards.view",)),
    Place("settings", N_("Settings"), "settings", _settings, ("qa_desk.ui.settings.view",)),
)
