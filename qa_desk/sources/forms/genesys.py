"""Genesys Cloud's evaluation form as its API gives it.

Its score is Σ(points × group weight) / Σ(possible points × group weight), N/A leaving both sums
(help.mypurecloud.com, “Evaluation form weights”). That is mode `points` with the weight of a question = its highest value ×
its group's weight. A fatal question (`isKill`) fails the form when answered with less than its highest value (the API's
text on `anyFailedKillQuestions`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.sources.forms.documents import read_document
from qa_desk.sources.forms.draft import DraftOption, DraftQuestion, DraftSection, Findings, FormDraft
from qa_desk.sources.forms.format import FormFormat
from qa_desk.sources.forms.genesys_conditions import Conditions

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.sources.opening import OpenedFile

_OF_SURVEYS = frozenset({"npsQuestion", "readOnlyTextBlockQuestion"})
_FORM_KEYS = frozenset(
    [
        "name",
        "questionGroups",
        "id",
        "contextId",
        "published",
        "publishedVersions",
        "modifiedDate",
        "selfUri",
        "evaluationSettings",
    ]
) | {"latestVersionFormName", "dateLastUpdated", "weightMode", "type", "scoringSet"}
_GROUP_KEYS = frozenset(
    ["name", "id", "contextId", "type", "naEnabled", "weight", "manualWeight", "questions", "visibilityCondition"]
) | {"defaultAnswersToHighest", "defaultAnswersToNA", "defaultAnswersToNa"}
_QUESTION_KEYS = frozenset(
    ["text", "helpText", "id", "contextId", "type", "naEnabled", "commentsRequired", "isKill", "isCritical", "answerOptions"]
) | {"multipleSelectOptionQuestions", "visibilityCondition", "defaultAnswer", "maxResponseCharacters", "explanationPrompt"}
_OPTION_KEYS = frozenset(["text", "value", "id", "builtInType", "assistanceConditions"])
_BUILT_IN = {"selected": N_("Selected"), "unselected": N_("Not selected")}

Record = dict[str, Any]


def _read(opened: OpenedFile) -> FormDraft | None:
    return read_evaluation_form(read_document(opened), opened.path)


def read_evaluation_form(document: object, path: Path) -> FormDraft | None:
    """The form in a document of the API, or in an evaluation that carries its form; None where there is none."""
    if isinstance(document, dict) and isinstance(document.get("evaluationForm"), dict):
        document = document["evaluationForm"]
    if not isinstance(document, dict) or not _records(document, "questionGroups"):
        return None
    groups = _records(document, "questionGroups")
    kinds = {str(question.get("type")) for group in groups for question in _records(group, "questions")}
    if kinds & _OF_SURVEYS or {"header", "footer"} <= document.keys():
        raise Refusal(
            tr(
                "{file}: this is a Genesys survey form, which customers answer, and no evaluation form; "
                "bring in its answers with “import surveys”.",
                file=path,
            )
        )
    return _Form().read(document, groups)


FORMAT = FormFormat("genesys", N_("Genesys Cloud evaluation form"), frozenset({"json"}), _read)


@dataclass(slots=True)
class _Form:
    """Reads one form; questions are counted as they come, for the conditions that name them."""

    findings: Findings = field(default_factory=Findings)
    conditions: Conditions = field(init=False)

    def read(self, document: Record, groups: list[Record]) -> FormDraft:
        self.conditions = Conditions(self.findings)
        self._unknown(document, _FORM_KEYS, tr("the form"))
        sections = tuple(self._group(number, group) for number, group in enumerate(groups))
        said = tr("Each question weighs its highest value times the weight of its group, as Genesys scores it.")
        self.findings.take(said)
        kept = tuple(section for section in sections if section.questions)
        return FormDraft(_text(document, "name"), kept, tuple(self.findings.understood), tuple(self.findings.gaps))

    def _unknown(self, record: Record, known: frozenset[str], where: str) -> None:
        for key, value in record.items():
            if key not in known and value not in (None, "", [], {}, False):
                self.findings.miss(where, key, tr("this entry is not known"), tr("left out"))

    def _group(self, number: int, group: Record) -> DraftSection:
        name = _text(group, "name")
        where = tr("group {number} “{name}”", number=number + 1, name=name)
        self._unknown(group, _GROUP_KEYS, where)
        if _is_on(group, "defaultAnswersToHighest"):
            self.findings.miss(
                where,
                "defaultAnswersToHighest",
                tr("answers are never set to full marks before somebody has judged"),
                tr("nothing is set beforehand"),
            )
        weight = _number(group.get("weight"))
        if weight is None or weight < 0:
            weight = Fraction(1)
            if group.get("weight") is not None:
                self.findings.miss(where, f"weight: {group['weight']}", tr("this is no weight"), "1")
        group_condition = self.conditions.read(group.get("visibilityCondition"), where, number, None)
        questions: list[DraftQuestion] = []
        for index, question in enumerate(_records(group, "questions")):
            place = tr("{group}, question {number}", group=where, number=index + 1)
            questions += self._question(question, group, weight, place, (number, index), group_condition)
        if _is_on(group, "naEnabled") and not all(q.get("naEnabled") for q in _records(group, "questions")):
            why = tr("the group can be marked N/A as a whole; here each question is")
            self.findings.miss(where, "naEnabled", why, tr("each question of the group allows N/A"))
        return DraftSection(name, tuple(questions))

    def _question(
        self, question: Record, group: Record, weight: Fraction, where: str, number: tuple[int, int], inherited: object
    ) -> list[DraftQuestion]:
        self._unknown(question, _QUESTION_KEYS, where)
        if question.get("defaultAnswer"):
            self.findings.miss(
                where,
                "defaultAnswer",
                tr("answers are never set to points before somebody has judged"),
                tr("nothing is set beforehand"),
            )
        parts = _records(question, "multipleSelectOptionQuestions")
        if question.get("type") == "multipleSelectQuestion" or parts:
            return self._multiple(question, parts, group, weight, where, number, inherited)
        condition = self.conditions.joined(inherited, question.get("visibilityCondition"), where, number[0], None)
        made = self._one(question, group, weight, where, _text(question, "text"))
        self.conditions.count(number, len(made.options))
        return [self.conditions.placed(made, condition)]

    def _one(self, question: Record, group: Record, weight: Fraction, where: str, title: str) -> DraftQuestion:
        """A question with its own answers; one without any is answered in words."""
        guidance = _text(question, "helpText")
        answers = [(option, _number(option.get("value"))) for option in _records(question, "answerOptions")]
        for option, value in answers:
            self._unknown(option, _OPTION_KEYS, where)
            if option.get("assistanceConditions"):
                why = tr("answers are not chosen by the topics that Genesys finds in a call")
                self.findings.miss(where, "assistanceConditions", why, tr("left out"))
            if value is None:
                self.findings.miss(where, f"{_text(option, 'text')}: {option.get('value')}", tr("its value is no number"), "0")
        if len(answers) < 2:
            if question.get("type") != "freeTextQuestion":
                free = tr("a question answered in free words, without a score")
                self.findings.miss(where, title, tr("it has fewer than two answers to choose from"), free)
            return DraftQuestion(title, where, guidance)
        values = [value or Fraction(0) for _, value in answers]
        top, span = max(values), max(abs(value) for value in values)
        if span > top:
            self.findings.miss(where, title, tr("an answer takes away more than the best earns"), tr("limited to that"))
        options = tuple(
            DraftOption(self._label(option, index), max(Fraction(-1), value / top) if top > 0 else Fraction(0))
            for index, ((option, _), value) in enumerate(zip(answers, values, strict=True))
        )
        is_critical, allows_na = _is_on(question, "isCritical"), _is_on(question, "naEnabled") or _is_on(group, "naEnabled")
        if is_critical:
            why = tr("for whom it is critical is not said")
            self.findings.miss(where, "isCritical", why, tr("customer-critical"))
        presets_na = _is_on(group, "defaultAnswersToNA") or _is_on(group, "defaultAnswersToNa")
        return DraftQuestion(
            title,
            where,
            guidance,
            weight=max(top, Fraction(0)) * weight,
            options=options,
            na_allowed=allows_na,
            na_preset=presets_na and allows_na,
            critical="customer" if is_critical else "none",
            fails="form" if _is_on(question, "isKill") and top > min(values) else "",
            fails_below_best=True,
            comment_required=_is_on(question, "commentsRequired"),
        )

    def _label(self, option: Record, index: int) -> str:
        built_in = _BUILT_IN.get(_text(option, "builtInType").casefold())
        return _text(option, "text") or (tr(built_in) if built_in else str(index + 1))

    def _multiple(
        self,
        question: Record,
        parts: list[Record],
        group: Record,
        weight: Fraction,
        where: str,
        number: tuple[int, int],
        inherited: object,
    ) -> list[DraftQuestion]:
        """A list to tick: one question where its entries only earn points, else a yes-or-no question for each entry."""
        title = _text(question, "text")
        condition = self.conditions.joined(inherited, question.get("visibilityCondition"), where, number[0], None)
        values = [
            max((_number(o.get("value")) or Fraction(0) for o in _records(part, "answerOptions")), default=Fraction(0))
            for part in parts
        ]
        flags = ("isKill", "isCritical", "commentsRequired", "visibilityCondition", "naEnabled")
        total = sum(values, Fraction(0))
        if len(parts) > 1 and total > 0 and not any(part.get(flag) for part in parts for flag in flags):
            options = tuple(DraftOption(_text(part, "text"), value / total) for part, value in zip(parts, values, strict=True))
            made = DraftQuestion(title, where, _text(question, "helpText"), total * weight, options, is_multiple=True)
            self.conditions.count(number, len(options))
            return [self.conditions.placed(made, condition)]
        why = tr("its entries have rules of their own (fatal, critical, N/A, comment or condition)")
        self.findings.miss(where, title, why, tr("a question for each entry, with the same points"))
        questions = []
        for index, part in enumerate(parts):
            place = tr("{question}, entry {number}", question=where, number=index + 1)
            self._unknown(part, _QUESTION_KEYS, place)
            own = self.conditions.joined(condition, part.get("visibilityCondition"), place, number[0], number[1])
            made = self._one(part, group, weight, place, f"{title} – {_text(part, 'text')}")
            self.conditions.count((*number, index), len(made.options))
            questions.append(self.conditions.placed(made, own))
        return questions


def _records(record: Record, key: str) -> list[Record]:
    value = record.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_on(record: Record, key: str) -> bool:
    return record.get(key) is True


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e6:
        return None
    return Fraction(f"{value:.12g}") if value == value else None
