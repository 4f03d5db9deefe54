from __future__ import annotations

from qa_desk.ui.scorecards.history import Step, Steps


def step(name: str) -> Step:
    return Step({"title": name}, ())


def test_steps_are_undone_and_done_again_in_order() -> None:
    steps = Steps()
    steps.add(step("a"))
    steps.add(step("b"))
    assert steps.undo(step("c")) == step("b")
    assert steps.undo(step("b")) == step("a")
    assert steps.undo(step("a")) is None
    assert steps.redo(step("a")) == step("b")
    assert steps.redo(step("b")) == step("c")
    assert steps.redo(step("c")) is None
    assert steps.can_undo
    assert not steps.can_redo


def test_typing_on_is_one_step_until_there_is_a_pause_or_another_place() -> None:
    steps = Steps()
    for name in ("", "G", "Gr"):
        steps.add(step(name), ("title",))
    steps.add(step("Gre"), ("guidance",))
    steps.pause()
    steps.add(step("x"), ("guidance",))
    assert [steps.undo(step("now")), steps.undo(step("x")), steps.undo(step("Gre"))] == [step("x"), step("Gre"), step("")]
    assert not steps.can_undo


def test_what_was_undone_is_gone_after_another_change() -> None:
    steps = Steps()
    steps.add(step("a"))
    steps.undo(step("b"))
    steps.add(step("a"))
    assert not steps.can_redo
