from __future__ import annotations

from qa_desk.services.item_trends import ItemKeys, breaks_scores
from qa_desk.services.quality import Card
from tests.builders_of_cards import a_card_of


def a_version(number: int, *questions: dict[str, object]) -> Card:
    return Card(f"v{number}", "card", number, a_card_of(*questions))


FIRST = a_version(1, {"id": "greeting", "title": "Greeting"}, {"id": "b"})
REWORDED = a_version(2, {"id": "welcome", "lineage": "greeting", "title": "Welcome", "weight": 3}, {"id": "b"})
SCALED = a_version(
    3, {"id": "welcome", "lineage": "greeting", "title": "Welcome", "credits": {"0": 0, "1": "1/2", "2": 1}}, {"id": "b"}
)


def series(*cards: Card) -> list[tuple[str, str]]:
    keys = ItemKeys(cards)
    found = []
    for card in cards:
        question = next(card.definition.questions())
        found.append((keys.key(card, question), keys.title(card, question, "en")))
    return found


def test_another_id_and_weight_go_on_in_one_series() -> None:
    assert series(FIRST, REWORDED) == [("card/greeting", "Greeting"), ("card/greeting", "Welcome")]


def test_other_answers_begin_a_series_and_the_older_one_says_until_when() -> None:
    assert series(FIRST, REWORDED, SCALED) == [
        ("card/greeting@2", "Greeting (until v2)"),
        ("card/greeting@2", "Welcome (until v2)"),
        ("card/greeting", "Welcome"),
    ]


def test_a_meaning_that_comes_back_is_the_newest_again() -> None:
    back = a_version(4, {"id": "greeting", "title": "Greeting"}, {"id": "b"})
    assert [key for key, _ in series(FIRST, SCALED, back)] == ["card/greeting", "card/greeting@3", "card/greeting"]


def test_scores_break_only_where_something_that_scores_has_changed() -> None:
    worded = a_version(2, {"id": "greeting", "title": "Hello"}, {"id": "b"})
    cards = {card.id: card for card in (FIRST, worded, SCALED)}
    assert not breaks_scores(cards, "v2", {"v1"})
    assert breaks_scores(cards, "v3", {"v1", "v2"})
