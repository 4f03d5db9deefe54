"""A draft form as the definition of a scorecard, which the scorecard's own reader then checks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.exact_numbers import exact
from qa_desk.domain.question_kinds.multiple import JOINT, NONE_TICKED
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.languages import language_of
from qa_desk.sources.forms.words import holds

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import DraftOption, DraftQuestion, DraftSection, FormDraft

Definition = dict[str, object]

_CHANNEL_WORDS = {
    "call": ("call", "calls", "voice", "phone", "telephone", "звонок", "звонков", "звонки", "llamada", "llamadas", "ligação",
             "ligações", "appel", "appels", "anruf", "anrufe", "panggilan", "电话", "電話", "通话", "通話", "语音", "語音"),
    "chat": ("chat", "chats", "чат", "чата", "чатов", "sembang", "聊天", "在线客服"),
    "email": ("email", "e mail", "mail", "correo", "почта", "письма", "emel", "courriel", "邮件", "郵件"),
    "ticket": ("ticket", "tickets", "тикет", "тикетов", "helpdesk", "help desk", "service desk", "mesa de ayuda", "mesa ayuda",
               "工单", "工單", "tiket"),
    "social": ("social", "social media", "соцсети", "redes sociales", "redes sociais", "社交", "社群", "media sosial"),
}  # fmt: skip


@dataclass(slots=True)
class _Names:
    """Gives out ids: readable where the text is Latin, numbered where it is not, never one twice."""

    taken: set[str]

    def give(self, text: str, otherwise: str) -> str:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
        words = re.findall(r"[a-z0-9]+", plain)
        letters = sum(c.isalpha() for c in text)
        slug = "_".join(words)
        while len(slug) > 40 and "_" in slug:
            slug = slug.rpartition("_")[0]
        name = slug[:40] if (len(slug) >= 3 and sum(c.isalpha() for c in slug) * 2 > letters) or (slug and len(text) < 40) else ""
        if not re.match(r"[a-z]", name):
            name = otherwise
        wanted, count = name, 2
        while name in self.taken:
            name, count = f"{wanted}_{count}", count + 1
        self.taken.add(name)
        return name


def form_definition(form: FormDraft, key: str, name: str) -> Definition:
    """The definition of a scorecard as the form has it; texts under the language they are in, where that is known.

    `name` is the title of a form that shows none.
    """
    questions = [question for section in form.sections for question in section.questions]
    language = language_of(
        [form.title, *(s.title for s in form.sections), *(q.title for q in questions), *(q.guidance for q in questions)]
    )
    names = _Names(set())
    ids = [names.give(question.title, f"q{number}") for number, question in enumerate(questions, 1)]
    base = sum((question.weight for question in questions), Fraction(0))
    definition: Definition = {"key": key, "title": _text(form.title, language) if form.title else name}
    if channel := channel_named(f"{form.title} {name}"):
        definition["channel"] = channel
    definition["mode"] = "section_weights" if form.by_sections else "points"
    if form.pass_threshold is not None:
        definition["pass_threshold"] = exact(form.pass_threshold)
    sections, number = [], 0
    section_names = _Names(set())
    for index, section in enumerate(form.sections, 1):
        made = []
        for question in section.questions:
            made.append(_question(question, ids, number, language, questions, base))
            number += 1
        sections.append(_section(section, section_names.give(section.title, f"s{index}"), language, made, form, name))
    definition["sections"] = sections
    return definition


def channel_named(title: str) -> str | None:
    """The channel that a title names, when it names one only."""
    text = words_of(title)
    named = [channel for channel in CHANNELS if holds(_CHANNEL_WORDS[channel], text)]
    return named[0] if len(named) == 1 else None


def _text(text: str, language: str) -> object:
    return {language: text} if language else text


def _section(
    section: DraftSection, name: str, language: str, questions: list[Definition], form: FormDraft, fallback: str
) -> Definition:
    title = section.title or form.title
    definition: Definition = {"id": name, "title": _text(title, language) if title else fallback}
    if form.by_sections and section.weight is not None:
        definition["weight"] = exact(section.weight)
    definition["questions"] = questions
    return definition


def _question(
    question: DraftQuestion, ids: list[str], number: int, language: str, earlier: list[DraftQuestion], base: Fraction
) -> Definition:
    definition: Definition = {"id": ids[number], "title": _text(question.title, language)}
    if question.guidance:
        definition["guidance"] = _text(question.guidance, language)
    if not question.options:
        definition["kind"] = "text"
    elif question.adjust is not None:
        definition["adjust"] = _adjustment(question, language, base)
    else:
        _put_answers(definition, question, language)
    if question.condition is not None:
        answers = option_ids(earlier[question.condition.question])
        definition["ask_if"] = {
            "question": ids[question.condition.question],
            "answer": [answers[i] for i in question.condition.options],
        }
    return definition


def _put_answers(definition: Definition, question: DraftQuestion, language: str) -> None:
    if question.is_multiple:
        definition["kind"] = "multiple"
    definition["weight"] = exact(question.weight)
    answers = list(zip(option_ids(question), question.options, strict=True))
    definition["options"] = [_option(name, option, language, question) for name, option in answers]
    best = max(option.credit for option in question.options)
    if not question.is_multiple:
        worst = min(option.credit for option in question.options)
        limit = best if question.fails_below_best else min(worst + Fraction(1, 10**9), best)
        failing = [name for name, option in answers if option.credit < limit]
        is_marked = question.critical != "none" or question.fails
        definition["fail"] = failing if is_marked or worst <= 0 else []
        if question.critical != "none" and failing:
            definition["critical"] = question.critical
        if question.fails and failing:
            definition["autofail"] = {"trigger": list(failing), "scope": question.fails}
    if not question.na_allowed:
        definition["na_allowed"] = False
    if question.na_preset:
        definition["preset"] = NOT_APPLICABLE


def _option(name: str, option: DraftOption, language: str, question: DraftQuestion) -> Definition:
    definition: Definition = {"id": name, "credit": exact(option.credit)}
    if name != option.text:
        definition["title"] = _text(option.text, language)
    if question.comment_required:
        definition["comment_required"] = True
    return definition


def option_ids(question: DraftQuestion) -> list[str]:
    """The ids of a question's answers: that of every yes and no, else their texts, made fit to be ids."""
    ids: list[str] = []
    for number, option in enumerate(question.options, 1):
        name = " ".join((option.id or option.text).split()) or str(number)
        if name == NOT_APPLICABLE or (question.is_multiple and (name == NONE_TICKED or JOINT in name)):
            name = f"{number}: {name.replace(JOINT, ' & ')}"
        while name in ids:
            name += "′"
        ids.append(name)
    return ids


def _adjustment(question: DraftQuestion, language: str, base: Fraction) -> list[Definition]:
    """Raw points as points of the form: 100 b / Σ weights."""
    raw = question.adjust or Fraction(0)
    points = 100 * raw / base if base else raw
    return [
        {"id": name, "credit": exact(points * option.credit), "title": _text(option.text, language)}
        for name, option in zip(option_ids(question), question.options, strict=True)
    ]
