from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.report_words import Evidence, ReportWords, Sentence
from qa_desk.services import report_summary
from qa_desk.ui.report.summary_card import EvidenceLink, SummaryCard
from tests.report_centre import JUNE, MAY, build

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context

CSAT, BILLING = Evidence("csat", "Satisfaction"), Evidence("csat", "Satisfaction, team B & A", (("team", "B & A"),), "team B & A")
WORDS = ReportWords(
    (
        Sentence("<b>One</b> of 2 moved.", "head"),
        Sentence("Satisfaction: down by 3 points.", "worse", (CSAT, BILLING)),
        Sentence("Counted: 5.", "counted", (Evidence("ticket_volume", "Tickets"),)),
    ),
    (Sentence("Too few: NPS.", "unjudged"),),
    "Holm.",
)


@pytest.fixture
def card(context: Context, qtbot: QtBot) -> SummaryCard:
    made = SummaryCard(context)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


def settle(context: Context) -> None:
    while context.jobs.running:
        assert context.jobs.wait_all()


def said(card: SummaryCard) -> list[str]:
    QApplication.processEvents()  # what was added a moment ago is shown at the next turn of the loop
    return [label.text() for label in card.findChildren(QLabel) if label.text() and label.isVisible()]


def links(card: SummaryCard) -> dict[str, EvidenceLink]:
    QApplication.processEvents()
    return {link.accessibleName(): link for link in card.findChildren(EvidenceLink) if link.isVisible()}


def test_sentences_stand_in_their_order_as_plain_text(card: SummaryCard) -> None:
    card.show_words(WORDS)
    assert said(card) == ["In words", "<b>One</b> of 2 moved.", "Satisfaction: down by 3 points.", "Counted: 5."]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in card.findChildren(QLabel))


def test_a_link_hands_out_its_figure_by_key(card: SummaryCard, qtbot: QtBot) -> None:
    card.show_words(WORDS)
    link = links(card)["Show Satisfaction, team B & A"]
    assert link.text() == "team B && A ›"
    link.setFocus()
    with qtbot.waitSignal(card.evidence_chosen) as caught:
        qtbot.keyClick(link, Qt.Key.Key_Space)
    assert caught.args == [BILLING]


def test_what_got_worse_can_be_planned_for_and_nothing_else(card: SummaryCard, qtbot: QtBot) -> None:
    card.show_words(WORDS)
    plans = [link for name, link in links(card).items() if name.startswith("Plan")]
    assert len(plans) == 1
    with qtbot.waitSignal(card.plan_wanted) as caught:
        qtbot.keyClick(plans[0], Qt.Key.Key_Space)
    assert caught.args == [CSAT]


def test_how_it_was_judged_unfolds(card: SummaryCard, qtbot: QtBot) -> None:
    card.show_words(WORDS)
    fold = next(
        each for each in card.findChildren(QPushButton) if each.text() == "1 thing could not be judged · How this was judged"
    )
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert said(card)[-2:] == ["Too few: NPS.", "Holm."]
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert "Holm." not in said(card)


def test_words_are_computed_in_a_job_and_an_older_question_is_given_up(card: SummaryCard, context: Context) -> None:
    build(context.workspace)
    card.show_report(MAY)
    card.show_report(JUNE)
    assert card.words is None
    settle(context)
    assert card.words is not None
    assert any("01/05/2024" in text for text in said(card))


def test_a_failure_is_said_and_tried_again(
    card: SummaryCard, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> ReportWords:
        raise EnvironmentFailure("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(report_summary, "report_summary", fail)
        card.show_report(JUNE)
        settle(context)
    assert "The disk is full." in said(card)
    build(context.workspace)
    retry = next(each for each in card.findChildren(QPushButton) if each.text() == "Try again")
    qtbot.keyClick(retry, Qt.Key.Key_Space)
    settle(context)
    assert card.words is not None
    assert "The disk is full." not in said(card)


def test_no_part_of_it_is_a_window_while_it_is_put_together(card: SummaryCard, qtbot: QtBot) -> None:
    card.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is card.window())
    card.show_words(WORDS)
    QApplication.processEvents()
    assert QApplication.activeWindow() is card.window()
