from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.sources.forms.definition import form_definition
from qa_desk.sources.forms.genesys import read_evaluation_form
from qa_desk.sources.forms.grid import Cell, Grid, Merge, sheet_place
from qa_desk.sources.forms.grid_form import read_grids
from qa_desk.sources.forms.registry import FORMATS
from qa_desk.sources.forms.words import COLUMNS
from tests.examples import examples
from tests.forms_on_sheets import a_book, a_card, a_form, card_of, gaps, outline


def test_each_format_has_a_name_of_its_own_and_a_kind_of_file() -> None:
    assert len({form_format.name for form_format in FORMATS}) == len(FORMATS)
    assert all(form_format.label and form_format.forms for form_format in FORMATS)


def test_our_own_scorecards_are_pointed_to_their_own_way(tmp_path: Path) -> None:
    for name, text in {
        "card.yaml": "key: voice\nsections: []\n",
        "card.json": '{"sections": [{"id": "S", "questions": []}]}',
    }.items():
        path = tmp_path / name
        path.write_text(text)
        with pytest.raises(Refusal, match="scorecard add"):
            a_form(path)


def test_a_list_of_given_answers_is_pointed_to_its_own_way(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text("Agent,Question,Answer\n" + "".join(f"A{i},{q},Yes\n" for i in range(9) for q in ("Greeting", "Closing")))
    with pytest.raises(Refusal, match="import evaluations"):
        a_form(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("form.pdf", b"%PDF-1.7 ...", "PDF"),
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n", "empty"),
        ("page.html", b"<html><body>Form</body></html>", "web page"),
        ("noise.csv", bytes(range(256)) * 20, "not a table"),
        ("bad.json", b'{"a": ', "line 1"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=said) as refusal:
        a_form(path)
    assert "\n" not in refusal.value.message
    assert name in refusal.value.message


def test_the_help_desks_form_is_read_whole(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes((shared_data / "F_scorecards" / "evaluacion_calidad_mesa_ayuda_es.xlsx").read_bytes())
    form = a_form(path)
    card = card_of(form)
    assert card.label() == "FORMATO DE EVALUACIÓN DE LA CALIDAD DE LA INFORMACIÓN"
    assert [len(section.questions) for section in card.sections] == [4, 4, 2, 2]
    assert outline(card, "es")["2. Clasificación y Asignación"] == {
        "Tipo de Reporte / Servicio": 10,
        "Impacto / Urgencia / Prioridad": 10,
        "Subcategoría / Escalamiento": 5,
        "Grupo / Analista": 5,
    }
    assert sum(question.weight for question in card.questions()) == 100
    assert {tuple(option.id for option in question.options) for question in card.questions()} == {("0", "1")}
    assert next(card.questions()).guidance.say("es").startswith("Verifica si el caso")
    assert [where for where, _ in gaps(form)] == ["A2 to H8"]


def test_the_clinics_checklist_and_its_filled_in_form_are_read(shared_data: Path, tmp_path: Path) -> None:
    for name in ("checklist_clinic_calls_ru.csv", "evaluation_result_ru.json"):
        path = tmp_path / name
        path.write_bytes((shared_data / "F_scorecards" / name).read_bytes())
        card = a_card(path)
        assert [question.label("ru") for question in card.questions()] == [
            "Приветствие (Поздоровалась ли)",
            "Имя администратора",
            "Было ли два любых уточняющих вопроса",
            "Администратор уточнил, как обращаться к Пациенту",
        ]
        assert [question.is_scored for question in card.questions()] == [True, False, True, True]
        assert [option.id for option in next(card.questions()).options] == ["Yes", "No"]


def test_the_genesys_form_is_read_with_its_conditions(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "genesys.json"
    path.write_bytes((shared_data / "F_scorecards" / "genesys_evaluation_form.json").read_bytes())
    form = a_form(path)
    card = card_of(form)
    assert [float(question.weight) for question in card.questions()] == [1, 1, 4.5, 2, 4, 2]
    first, *others = card.questions()
    hung = [question.ask_if.question if question.ask_if else None for question in others]
    assert hung == [first.id, first.id, None, others[2].id, None]
    assert [what for _, what in gaps(form)] == [
        "defaultAnswersToHighest",
        "isCritical",
        "naEnabled",
        "Multiple Select Question with options.",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [("genesys_survey_form.json", "survey form"), ("uss_multiwoz_satisfaction_3raters.txt", "no evaluation form")],
)
def test_what_is_no_evaluation_form_is_refused(shared_data: Path, tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / name
    path.write_bytes((shared_data / "F_scorecards" / name).read_bytes())
    with pytest.raises(Refusal, match=said):
        a_form(path)


def test_tables_of_tickets_and_calls_are_no_forms(shared_data: Path, tmp_path: Path) -> None:
    for folder in ("A_tickets", "B_call_centre"):
        for path in sorted((shared_data / folder).rglob("*")):
            if path.suffix in (".csv", ".json", ".xlsx") and path.stat().st_size < 2_000_000:
                copy = tmp_path / path.name
                copy.write_bytes(path.read_bytes())
                with pytest.raises(QaDeskError):
                    a_form(copy)


WORDS = st.sampled_from(
    [phrase for phrases in COLUMNS.values() for phrase in phrases[::5]]
    + [
        "",
        "",
        "",
        "5",
        "0.05",
        "10 %",
        "-3",
        "x",
        "Yes",
        "No",
        "N/A",
        "Total",
        "1",
        "1.1",
        "2",
        "Fatal",
        "Bonus",
        "Yes/No",
        "0-4",
        "1-5",
    ]
    + ["Greeting given to the customer", "Opening - Greeting", "Was it right?\nOptions: Yes/No", "Excellent, Good, Poor"]
)


@settings(max_examples=examples(120))
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=7), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_no_table_whatever_breaks_the_reader(rows: list[list[str]], merges: list[tuple[int, int, int, int]]) -> None:
    grid = Grid(
        "Sheet",
        tuple(tuple(Cell(text) for text in row) for row in rows),
        sheet_place,
        tuple(Merge(top, left, top + down, left + right) for top, left, down, right in merges),
    )
    try:
        form = read_grids([grid], Path("form.xlsx"))
    except Refusal:
        return
    if form is None:
        return
    reading = read_definition(tree_of(form_definition(form, "form", "Form")))
    allowed = ("No question carries weight", "Mode section_weights", "has a weight, but none")
    assert all(any(text in fault.message for text in allowed) for fault in reading.errors), reading.errors


@settings(max_examples=examples(100))
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-9, 9)
        | st.floats()
        | st.sampled_from(["Yes", "/form/questionGroup/0/question/0/answer/0"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["text", "value", "type", "questions", "answerOptions", "weight", "isKill", "isCritical", "naEnabled"]
                )
                | st.sampled_from(
                    ["multipleSelectOptionQuestions", "visibilityCondition", "predicates", "name", "defaultAnswersToNA"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_no_genesys_form_whatever_breaks_the_reader(group: object) -> None:
    form = read_evaluation_form({"questionGroups": [group, {"questions": [group]}]}, Path("form.json"))
    if form is None:
        return
    reading = read_definition(tree_of(form_definition(form, "form", "Form")))
    assert all("No question carries weight" in fault.message or "no sections" in fault.message for fault in reading.errors), (
        reading.errors
    )


def test_a_whole_workbook_goes_in_and_comes_out_a_card(tmp_path: Path) -> None:
    path = a_book(tmp_path / "form.xlsx", [["Question", "Weight"], ["Greeting", 10], ["Accuracy", 30]])
    assert outline(a_card(path)) == {"Form": {"Greeting": 10, "Accuracy": 30}}
