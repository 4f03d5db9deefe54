from __future__ import annotations

from qa_desk.domain.scorecard_wording import version_in
from tests.builders_of_cards import a_card_of

YES = {"id": "Yes", "credit": 1, "title": {"en": "Yes", "ru": "Да"}, "root_causes": ["haste"]}


def test_a_version_is_read_in_one_language_with_another_standing_in() -> None:
    version = a_card_of(
        {
            "title": {"en": "Greeting", "ru": "Приветствие"},
            "guidance": {"en": "Say it"},
            "options": [
                {"id": "Yes", "credit": 1, "title": {"en": "Yes", "ru": "Да"}, "root_causes": ["haste"]},
                {"id": "No", "credit": 0},
            ],
            "examples": [{"text": {"ru": "Пример"}}],
            "root_causes": ["haste"],
        },
        root_causes=[{"id": "haste", "title": {"en": "Haste", "ru": "Спешка"}}],
    )
    question = next(version_in(version, "ru").questions())
    assert question.label() == "Приветствие"
    assert question.guidance.say("ms") == "Say it"
    assert [option.label() for option in question.options] == ["Да", "No"]
    assert question.root_causes[0].label() == "Спешка"
    assert question.options[0].root_causes is not None
    assert question.options[0].root_causes[0].label() == "Спешка"
    assert question.examples[0].text.say("en") == "Пример"
    assert question.options[1].root_causes is None
