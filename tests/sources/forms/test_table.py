from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.scorecard import CriticalClass, Mode, Scope
from tests.forms_on_sheets import a_book, a_card, a_form, answers, card_of, gaps, outline

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "form.xlsx"


def test_merged_cells_name_the_section_of_each_row_they_cover(path: Path) -> None:
    a_book(
        path,
        [
            ["Section", "Question", "Weight", "Yes", "No", "N/A", "Comments"],
            ["Opening", "Did the agent greet the customer?", "5 pts"],
            [None, "Did the agent verify the customer?", "10 pts"],
            ["Resolution", "Was the information correct?", "20 pts", "x", None, None, "fine"],
        ],
        merged=["A2:A3"],
    )
    card = a_card(path)
    assert outline(card) == {
        "Opening": {"Did the agent greet the customer?": 5, "Did the agent verify the customer?": 10},
        "Resolution": {"Was the information correct?": 20},
    }
    assert answers(card) == {"Yes": 1, "No": 0}
    assert all(question.na_allowed for question in card.questions())


def test_a_row_of_its_own_is_a_heading_and_its_number_the_sum_of_its_questions(path: Path) -> None:
    a_book(
        path,
        [
            ["#", "Criteria", "Max Points", "Answer options", "How to score"],
            [None, "OPENING", 15],
            ["1.1", "Greeting", 5, "Yes=5, No=0", "Company and own name"],
            ["1.2", "Verification", 10, "Yes (10) / Partial (5) / No (0)"],
            [None, "RESOLUTION", 30],
            ["2.1", "Correct information", 20, "0-4"],
            ["2.2", "Ownership", 10, "Excellent, Good, Fair, Poor"],
            [None, "TOTAL", 45],
        ],
    )
    form = a_form(path)
    card = card_of(form)
    assert outline(card) == {
        "OPENING": {"Greeting": 5, "Verification": 10},
        "RESOLUTION": {"Correct information": 20, "Ownership": 10},
    }
    assert card.mode is Mode.POINTS
    assert answers(card, 1) == {"Yes": 1, "Partial": 0.5, "No": 0}
    assert answers(card, 2) == {"0": 0, "1": 0.25, "2": 0.5, "3": 0.75, "4": 1}
    assert next(card.questions()).guidance.say() == "Company and own name"
    assert gaps(form) == [("D7", "Excellent, Good, Fair, Poor")]


def test_numbers_beside_headings_that_are_no_sums_weigh_the_sections(path: Path) -> None:
    a_book(
        path,
        [
            ["Item", "Weight", "Options"],
            ["Opening", "20%"],
            ["Greeting", "40%", "Yes/No"],
            ["Verification", "60%", "Yes/No"],
            ["Resolution", "80%"],
            ["Accuracy", "100%", "Yes/No"],
        ],
    )
    card = a_card(path)
    assert card.mode is Mode.SECTION_WEIGHTS
    assert [int(section.weight) for section in card.sections] == [20, 80]
    assert outline(card)["Opening"] == {"Greeting": 40, "Verification": 60}


def test_a_column_of_section_weights_weighs_the_sections(path: Path) -> None:
    a_book(
        path,
        [
            ["Category", "Category weight", "Parameter", "Weight"],
            ["Opening", 0.2, "Greeting", 0.4],
            [None, None, "Verification", 0.6],
            ["Resolution", 0.8, "Accuracy", 1],
        ],
        merged=["A2:A3", "B2:B3"],
    )
    card = a_card(path)
    assert card.mode is Mode.SECTION_WEIGHTS
    assert [int(section.weight) for section in card.sections] == [20, 80]


def test_shares_of_one_become_percentages_and_stay_exact(path: Path) -> None:
    a_book(path, [["Critério", "Peso"], ["Saudação ao cliente", 0.15], ["Informação correta", 0.7], ["Encerramento", 0.15]])
    form = a_form(path)
    assert [str(question.weight) for question in card_of(form).questions()] == ["15", "70", "15"]
    assert any("shares of one" in said for said in form.understood)


def test_a_total_that_the_weights_do_not_reach_is_told(path: Path) -> None:
    a_book(path, [["Question", "Weight"], ["Greeting", 10], ["Accuracy", 30], ["Total", 50]])
    assert ("B4", "50") in gaps(a_form(path))
    a_book(path, [["Question", "Weight"], ["Greeting", 20], ["Accuracy", 30], ["Total", 50]])
    assert ("B4", "50") not in gaps(a_form(path))


def test_percentages_that_are_not_a_hundred_are_told(path: Path) -> None:
    a_book(path, [["Question", "Weight"], ["Greeting", "20 %"], ["Accuracy", "70 %"]])
    assert ("B1", "90 %") in gaps(a_form(path))


def test_one_weight_over_several_rows_is_shared_out(path: Path) -> None:
    a_book(path, [["Question", "Weight"], ["Greeting", 10], ["Name", None], ["Accuracy", 30]], merged=["B2:B3"])
    form = a_form(path)
    assert [float(question.weight) for question in card_of(form).questions()] == [5, 5, 30]
    assert ("B2", "10") in gaps(form)


def test_a_formula_without_a_result_is_told_and_weighs_nothing(path: Path) -> None:
    a_book(path, [["Question", "Weight"], ["Greeting given", "=10/2"], ["Verified the caller", 5], ["Correct", 20]])
    form = a_form(path)
    assert [float(question.weight) for question in card_of(form).questions()] == [0, 5, 20]
    assert ("B2", "the weight") in gaps(form)


def test_a_weight_that_is_no_number_is_told(path: Path) -> None:
    a_book(path, [["Question", "Weight", "Options"], ["Greeting", "high", "Yes/No"], ["Correct", 20, "Yes/No"]])
    form = a_form(path)
    assert [float(question.weight) for question in card_of(form).questions()] == [0, 20]
    assert ("B2", "high") in gaps(form)


def test_bonus_and_penalty_become_points_of_the_form(path: Path) -> None:
    rows = [["Section", "Question", "Points"], ["Core", "Greeting", 20], ["Core", "Accuracy", 30]]
    a_book(path, [*rows, ["Bonus", "Went beyond", 5], ["Penalty", "Rude", -10]])
    assert outline(a_card(path)) == {
        "Core": {"Greeting": 20, "Accuracy": 30},
        "Bonus": {"Went beyond": "+10"},
        "Penalty": {"Rude": "-20"},
    }


def test_a_section_of_fatal_errors_fails_the_form(path: Path) -> None:
    a_book(
        path,
        [
            ["Question", "Weight"],
            ["Soft skills", None],
            ["Tone", 50],
            ["Clarity", 50],
            ["Fatal errors", None],
            ["Shared another customer’s data", None],
            ["Hung up on the customer", None],
        ],
    )
    form = a_form(path)
    card = card_of(form)
    assert list(outline(card)) == ["Soft skills", "Fatal errors"]
    hung_up = list(card.questions())[-1]
    assert hung_up.autofail is not None
    assert (hung_up.autofail.triggers, hung_up.autofail.scope, hung_up.weight) == ({"Error"}, Scope.FORM, 0)
    assert any("fatal" in what for _, what in gaps(form))


def test_criticals_are_read_by_class_and_fatal_ones_fail_the_form(path: Path) -> None:
    a_book(
        path,
        [
            ["Критерий", "Вес", "Варианты ответа", "Критичность"],
            ["Поздоровался и представился клиенту", "0,1", "да/нет", "нет"],
            ["Информация верна", "0,5", "да/частично/нет", "критичная для клиента"],
            ["Соблюдена процедура", "0,3", "да/нет/н/п", "бизнес"],
            ["Не оскорбил клиента", "0,1", "да/нет", "фатальная"],
        ],
    )
    card = a_card(path)
    kinds = [question.critical for question in card.questions()]
    assert kinds == [CriticalClass.NONE, CriticalClass.CUSTOMER, CriticalClass.BUSINESS, CriticalClass.NONE]
    assert [question.autofail is not None for question in card.questions()] == [False, False, False, True]
    assert [float(question.weight) for question in card.questions()] == [10, 50, 30, 10]
    assert [question.na_allowed for question in card.questions()] == [False, False, True, False]


def test_a_column_for_each_level_gives_the_scale_and_its_anchors(path: Path) -> None:
    a_book(
        path,
        [
            ["Parameter", "Weight", "1", "2", "3"],
            ["Greeting", 10, "No greeting at all", "Without a name", "Warm, with name"],
            ["Accuracy", 90, "Wrong and harmful", "Mostly right", "Right and to the point"],
        ],
    )
    form = a_form(path)
    card = card_of(form)
    assert answers(card) == {"1": 0.3333, "2": 0.6667, "3": 1}
    assert "1: No greeting at all" in next(card.questions()).guidance.say()
    assert ("C1", "1 / 2 / 3") in gaps(form)


def test_level_columns_that_hold_points_say_what_each_answer_earns(path: Path) -> None:
    a_book(
        path,
        [
            ["Criteria", "Max points", "Met", "Partially met", "Not met"],
            ["Greeting", 10, 10, 4, 0],
            ["Accuracy", 20, 20, 5, 0],
        ],
    )
    card = a_card(path)
    assert answers(card, 0) == {"Met": 1, "Partially met": 0.4, "Not met": 0}
    assert answers(card, 1) == {"Met": 1, "Partially met": 0.25, "Not met": 0}


def test_a_header_of_two_rows_is_one_header(path: Path) -> None:
    a_book(
        path,
        [
            ["Area", "Standard", "Rating", None, None, "Remarks"],
            [None, None, "Yes", "No", "N/A", None],
            ["Opening", "Greets the customer"],
            [None, "Verifies the customer"],
            ["Closing", "Thanks the customer"],
        ],
        merged=["C1:E1", "A1:A2", "B1:B2", "A3:A4"],
    )
    card = a_card(path)
    assert outline(card) == {
        "Opening": {"Greets the customer": 1, "Verifies the customer": 1},
        "Closing": {"Thanks the customer": 1},
    }
    assert answers(card) == {"Yes": 1, "No": 0}


def test_answers_over_several_rows_belong_to_one_question(path: Path) -> None:
    a_book(
        path,
        [
            ["Question", "Weight", "Options"],
            ["Greeting", 10, "2 - With name and company"],
            [None, None, "1 - Without a name"],
            [None, None, "0 - None"],
            ["Accuracy", 20, "Yes/No"],
        ],
    )
    card = a_card(path)
    assert answers(card) == {"With name and company": 1, "Without a name": 0.5, "None": 0}
    assert outline(card)["Form"] == {"Greeting": 10, "Accuracy": 20}


def test_a_header_that_is_repeated_is_no_question(path: Path) -> None:
    head = ["Question", "Weight"]
    a_book(path, [head, ["Greeting", 10], head, ["Accuracy", 30]])
    assert outline(a_card(path)) == {"Form": {"Greeting": 10, "Accuracy": 30}}


def test_the_mark_to_pass_the_title_and_what_stands_around_are_found(path: Path) -> None:
    a_book(
        path,
        [
            ["Call Quality Form"],
            ["Agent:", "Aisyah"],
            ["Question", "Weight", "Stars"],
            ["Greeting", 10, "gold"],
            ["Accuracy", 30, "silver"],
            ["Passing score: 85%"],
            ["Calls under 30 s are not scored."],
        ],
    )
    form = a_form(path)
    card = card_of(form)
    assert (card.label(), card.pass_threshold, card.channel) == ("Call Quality Form", 85, "call")
    left_out = [gap for gap in form.not_understood if gap.taken == "left out"]
    assert [(gap.where, gap.what) for gap in left_out] == [
        ("C3", "Stars"),
        ("A2 to B2", "Agent: · Aisyah"),
        ("A7", "Calls under 30 s are not scored."),
    ]


def test_what_one_evaluation_answered_is_no_part_of_the_form(path: Path) -> None:
    rows = [
        ["Critère", "Coefficient", "Note", "Commentaires"],
        ["Accueil du client", 1, "Oui", "très bien"],
        ["Réponse exacte", 3],
    ]
    form = a_form(a_book(path, rows))
    assert answers(card_of(form)) == {"Yes": 1, "No": 0}
    assert sum("no part of the form" in said for said in form.understood) == 2


FORMS = {
    "en": (["Section", "Question", "Weight"], "Opening", "Did the agent greet the customer and say the name of the company?"),
    "zh_CN": (["类别", "评分项", "分值"], "开场", "坐席问候客户并报出姓名，说明公司名称"),
    "zh_TW": (["環節", "評分項目", "權重"], "開場", "客服人員問候客戶並報上姓名，說明公司名稱"),
    "ms": (["Bahagian", "Kriteria", "Wajaran"], "Pembukaan", "Ejen memberi salam dan memperkenalkan diri kepada pelanggan"),
    "ru": (["Раздел", "Критерий", "Вес"], "Приветствие", "Оператор поздоровался, представился и назвал компанию"),
    "es": (["Sección", "Criterio", "Peso"], "Saludo", "El agente saluda al cliente y dice el nombre de la empresa"),
    "pt": (["Categoria", "Critério", "Peso"], "Abertura", "O atendente cumprimenta o cliente e diz o nome da empresa"),
    "fr": (["Rubrique", "Critère", "Pondération"], "Accueil", "L’agent salue le client et donne le nom de la société"),
    "de": (["Bereich", "Kriterium", "Gewichtung"], "Begrüßung", "Der Agent begrüßt den Kunden und nennt den Namen der Firma"),
}


@pytest.mark.parametrize("language", FORMS)
def test_headers_are_known_in_each_language_and_texts_keep_theirs(path: Path, language: str) -> None:
    head, section, question = FORMS[language]
    a_book(path, [head, [section, question, 40], [f"{section} 2", f"{question} 2", 60]])
    card = a_card(path)
    assert outline(card, language) == {section: {question: 40}, f"{section} 2": {f"{question} 2": 60}}
    assert dict(next(card.questions()).title.by_language) == {language: question}
