from __future__ import annotations

import re

from qa_desk.domain.comment_templates import GENERAL, PLACES, Filling, fill_template


def test_the_places_are_filled_in() -> None:
    filled = fill_template("{time}: {agent} thanked {customer}.", Filling("Amira", "Mr Lim", "2:13"))
    assert filled == "2:13: Amira thanked Mr Lim."


def test_people_who_are_not_known_are_said_in_general() -> None:
    assert fill_template("{agent} thanked {customer}.", Filling()) == "the agent thanked the customer."


def test_a_time_that_there_is_not_goes_with_its_colon() -> None:
    assert fill_template("{time}: Too fast.", Filling()) == "Too fast."
    assert fill_template("Too fast {time}", Filling()) == "Too fast"


def test_other_braces_stay_as_they_are() -> None:
    assert fill_template("{order} and {{agent}}", Filling("Amira")) == "{order} and {Amira}"


def test_what_is_filled_in_is_not_read_again() -> None:
    assert fill_template("{agent}", Filling(agent="{customer}")) == "{customer}"


def test_the_general_templates_use_only_places_that_can_be_filled() -> None:
    assert len(set(GENERAL)) == 12
    assert {place for text in GENERAL for place in re.findall(r"\{(\w+)\}", text)} <= set(PLACES)
