from __future__ import annotations

import gettext
from dataclasses import replace
from datetime import date
from pathlib import Path  # noqa: TC003 - read by the fixtures
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument

from qa_desk.domain.errors import Cancelled
from qa_desk.domain.language import speaking
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report_plan import PlanDraft
from qa_desk.services.report_content import report_content
from qa_desk.services.report_plan import add_plan_item
from qa_desk.ui.paper.report_files import write_report
from qa_desk.ui.paper.report_pdf import write_report_pdf
from tests.report_centre import JUNE, MAY, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

    from qa_desk.workspace.workspace import Workspace

A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def centre(module_workspace: Workspace) -> Workspace:
    build(module_workspace)
    add_plan_item(
        module_workspace, MAY, PlanDraft("<b>先回复</b>邮件 & ответить", "Бо 陈", date(2024, 6, 15), "first_response_time")
    )
    return module_workspace


@pytest.fixture
def opened(qapp: QGuiApplication) -> Iterator[QPdfDocument]:
    document = QPdfDocument(None)
    yield document
    document.close()
    document.deleteLater()


def text_of(document: QPdfDocument, page: int) -> str:
    return document.getAllText(page).text()


def test_every_page_is_a4_and_counted(centre: Workspace, tmp_path: Path, opened: QPdfDocument) -> None:
    target = tmp_path / "report.pdf"
    done = write_report(centre, target, JUNE, Quiet())
    assert opened.load(str(target)) == QPdfDocument.Error.None_
    assert opened.pageCount() == done.count >= 3
    for page in range(done.count):
        size = opened.pagePointSize(page)
        assert (round(size.width()), round(size.height())) == A4_POINTS
        assert f"Page {page + 1} of {done.count}" in text_of(opened, page)


def test_words_plan_and_figures_stand_on_it_as_plain_text_of_every_script(
    centre: Workspace, tmp_path: Path, opened: QPdfDocument
) -> None:
    target = tmp_path / "report.pdf"
    done = write_report(centre, target, JUNE, Quiet())
    opened.load(str(target))
    text = "".join("".join(text_of(opened, page).split()) for page in range(done.count))
    for wanted in ("Compared with 2024-05-01", "<b>先回复</b>", "ответить", "Бо 陈", "overdue", "Holm", "Definitions", "Trends"):
        assert wanted.replace(" ", "") in text, wanted


def test_no_letter_is_a_hollow_box(centre: Workspace, tmp_path: Path, opened: QPdfDocument) -> None:
    """A font without a letter draws a box of the same shape for each: three different letters must look different."""
    content = report_content(centre, JUNE)
    pictures = []
    for letter in ("邮", "件", "ж"):
        target = tmp_path / "one.pdf"
        write_report_pdf(target, replace(content, title=letter, about="", trends=(), plan=()), Quiet())
        opened.load(str(target))
        picture = opened.render(0, QSize(600, 849))
        pictures.append(bytes(picture.copy(0, 40, 120, 60).constBits()))
        opened.close()
    assert len(set(pictures)) == 3


def test_it_speaks_the_readers_language(centre: Workspace, tmp_path: Path, opened: QPdfDocument) -> None:
    class Loud(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Service report": "服务报告", "Page {page} of {pages}": "第{page}页,共{pages}页"}.get(message, message)

    target = tmp_path / "report.pdf"
    with speaking(Loud()):
        done = write_report(centre, target, JUNE, Quiet())
    opened.load(str(target))
    text = text_of(opened, 0)
    assert "服务报告" in text
    assert f"第1页,共{done.count}页" in text


def test_the_figures_begin_a_page_of_their_own(centre: Workspace, tmp_path: Path, opened: QPdfDocument) -> None:
    target = tmp_path / "report.pdf"
    write_report(centre, target, JUNE, Quiet())
    opened.load(str(target))
    assert "Key figures" not in text_of(opened, 0)
    assert text_of(opened, 1).lstrip().startswith("Key figures")


def test_a_long_plan_goes_over_pages_and_loses_nothing(workspace: Workspace, tmp_path: Path, opened: QPdfDocument) -> None:
    build(workspace)
    for number in range(60):
        add_plan_item(workspace, MAY, PlanDraft(f"Item-{number:02d} " + "word " * 30, kpi="service_level"))
    target = tmp_path / "report.pdf"
    done = write_report(workspace, target, JUNE, Quiet())
    opened.load(str(target))
    text = "".join(text_of(opened, page) for page in range(done.count))
    assert all(f"Item-{number:02d}" in text for number in range(60))
    assert done.count >= 5


def test_cancel_leaves_what_was_there(centre: Workspace, tmp_path: Path) -> None:
    content = report_content(centre, JUNE)

    class Impatient(Quiet):
        left = 2

        def raise_if_cancelled(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    target = tmp_path / "report.pdf"
    target.write_text("before")
    with pytest.raises(Cancelled):
        write_report_pdf(target, content, Impatient())
    assert target.read_text() == "before"
    assert [each.name for each in tmp_path.glob("*report*")] == ["report.pdf"]
