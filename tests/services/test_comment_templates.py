from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.comment_templates import GENERAL
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import speaking
from qa_desk.services.comment_templates import (
    add_template,
    change_template,
    list_templates,
    remove_template,
    take_general_templates,
    templates_for,
)

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def test_a_questions_own_come_before_the_general_ones_and_other_languages_last(workspace: Workspace) -> None:
    for text, key, language in (
        ("all", "", ""),
        ("russian", "s/q", "ru"),
        ("english", "", "en"),
        ("own", "s/q", "en"),
        ("other question", "s/p", ""),
    ):
        add_template(workspace, text, question_key=key, language=language)
    assert [template.text for template in templates_for(workspace, "s/q", "en")] == ["own", "all", "english", "russian"]
    assert [template.text for template in templates_for(workspace, "", "ru")] == ["all", "english"]


def test_a_script_of_the_same_language_is_no_other_language(workspace: Workspace) -> None:
    add_template(workspace, "b", language="zh_Hant")
    add_template(workspace, "a", language="ms")
    assert [template.text for template in templates_for(workspace, "", "zh_Hans")] == ["b", "a"]


def test_a_template_is_kept_once(workspace: Workspace) -> None:
    add_template(workspace, "Too fast.")
    with pytest.raises(Refusal, match="already"):
        add_template(workspace, " Too fast. ")
    other = add_template(workspace, "Too fast.", language="en")
    with pytest.raises(Refusal, match="already"):
        change_template(workspace, other.id, "Too fast.")
    with pytest.raises(Refusal, match="words"):
        add_template(workspace, "  ")


def test_a_template_is_changed_and_taken_away(workspace: Workspace) -> None:
    made = add_template(workspace, "Too fast.")
    changed = change_template(workspace, made.id, "Too quick.", question_key="s/q", language="en")
    assert list_templates(workspace) == [changed]
    assert remove_template(workspace, made.id) == changed
    assert list_templates(workspace) == []
    for gone in (lambda: remove_template(workspace, made.id), lambda: change_template(workspace, made.id, "x")):
        with pytest.raises(Refusal, match="gone"):
            gone()


def test_the_general_ones_come_in_the_language_in_force_and_once(workspace: Workspace) -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    with speaking(Shouting()):
        assert take_general_templates(workspace, "xx") == len(GENERAL)
        assert take_general_templates(workspace, "xx") == 0
    assert [template.text for template in list_templates(workspace)] == [text.upper() for text in GENERAL]
    assert {template.language for template in list_templates(workspace)} == {"xx"}
