from __future__ import annotations

import pytest

from qa_desk.domain.shortcuts import (
    ACTIONS,
    DECLARED_KEYS,
    Act,
    Where,
    changes_of,
    fault_of,
    holds_while_writing,
    keys_in_force,
    normal,
    what_is_wrong,
)


def test_every_act_is_declared_once() -> None:
    assert sorted(action.act for action in ACTIONS) == sorted(Act)


def test_no_two_declared_actions_have_one_key() -> None:
    keys = [key for action in ACTIONS if action.where is not Where.READING for key in action.keys]
    assert len(keys) == len(set(keys))
    assert all(DECLARED_KEYS.of(action.act) == action.keys for action in ACTIONS)


def test_every_key_that_can_be_changed_is_written_as_keys_are() -> None:
    keys = [key for action in ACTIONS if not action.is_fixed for key in action.keys]
    assert [normal(key) for key in keys] == keys


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("m", "M"),
        ("shift+p", "Shift+P"),
        ("ctrl+Right", "Ctrl+Right"),
        ("Shift+Ctrl+z", "Ctrl+Shift+Z"),
        ("Shift+?", "?"),
        ("+", "+"),
        ("Ctrl++", "Ctrl++"),
        ("F5", "F5"),
        ("Hyper+M", None),
        ("Escape", None),
        ("ab", None),
        ("", None),
    ],
)
def test_a_key_is_written_in_one_way(typed: str, written: str | None) -> None:
    assert normal(typed) == written


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("M", False),
        ("Shift+P", False),
        ("Ctrl+M", True),
        ("Alt+Left", True),
        ("F", False),
        ("F5", True),
        ("Shift+F3", True),
        ("+", False),
    ],
)
def test_keys_that_write_nothing_hold_while_one_writes(key: str, holds: bool) -> None:
    assert holds_while_writing(key) is holds


def test_a_changed_key_holds_and_the_declared_one_no_longer() -> None:
    keys = keys_in_force({"listen.play": ["Q", "Ctrl+Q"]})
    assert keys.of(Act.PLAY) == ("Q", "Ctrl+Q")
    assert (keys.act("Q"), keys.act("Space")) == (Act.PLAY, None)
    assert keys.act("M") is Act.MARK


def test_an_action_may_have_no_key() -> None:
    keys = keys_in_force({"score.guidance": []})
    assert keys.of(Act.GUIDANCE) == ()
    assert keys.act("G") is None
    assert keys_in_force({"score.guidance": [], "listen.play": ["G"]}).act("G") is Act.PLAY


def test_what_does_not_hold_is_left_out() -> None:
    keys = keys_in_force({"gone.act": ["Q"], "score.undo": ["Q"], "listen.play": "Q", "listen.loop": [3, "Y", "5"]})
    assert keys.of(Act.UNDO) == ("Ctrl+Z",)
    assert keys.of(Act.PLAY) == ()
    assert keys.of(Act.LOOP) == ("Y",)
    assert keys.act("Q") is None


@pytest.mark.parametrize(
    ("key", "is_key", "taken_by"),
    [
        ("Q", None, None),
        ("Space", None, None),
        ("D", True, Act.NEXT_GAP),
        ("7", True, Act.ANSWER),
        ("Ctrl+3", True, Act.PLACES),
        ("Ctrl+Return", True, Act.SUBMIT),
        ("?", True, Act.KEYS),
        ("Esc", False, None),
    ],
)
def test_a_key_that_something_else_has_is_not_given_away(key: str, is_key: bool | None, taken_by: Act | None) -> None:
    fault = fault_of(DECLARED_KEYS, Act.PLAY, key)
    if is_key is None:
        assert fault is None
    else:
        assert fault is not None
        assert fault.is_key is is_key
        assert (fault.taken_by.act if fault.taken_by else None) == taken_by


def test_only_what_differs_is_stored() -> None:
    assert changes_of(DECLARED_KEYS.by_act) == {}
    changed = {"listen.play": ["Q"], "score.mark": []}
    assert changes_of(keys_in_force(changed).by_act) == changed


@pytest.mark.parametrize(
    ("stored", "is_good"),
    [
        ({}, True),
        ({"listen.play": ["Q"]}, True),
        ({"listen.play": ["P"], "listen.next_marker": ["I"]}, True),
        ({"listen.play": ["P"]}, False),
        ({"listen.play": ["Q"], "listen.loop": ["Q"]}, False),
        ({"listen.play": ["4"]}, False),
        ({"listen.play": ["space"]}, False),
        ({"listen.play": "Q"}, False),
        ({"score.submit": ["Q"]}, True),
        ({"score.undo": ["Q"]}, False),
        ({"nothing": ["Q"]}, False),
        ([], False),
    ],
)
def test_what_is_stored_gives_no_key_to_two_actions(stored: object, is_good: bool) -> None:
    assert (what_is_wrong(stored) is None) is is_good
