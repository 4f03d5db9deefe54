"""What of a message its author wrote now, what is quoted from before, and what is only a signature.

Works on plain text (quotes begin with ">" or stand under a reply's head), in the languages of the usual mail programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["words", "quote", "signature"]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together."""

    kind: PartKind
    text: str

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n") + 1


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a message in order; empty ones are left out, and nothing but blank lines is lost."""
    lines = text.split("\n")
    kinds = _kinds(lines)
    parts: list[Part] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or kinds[end] != kinds[start]:
            words = "\n".join(lines[start:end]).strip("\n")
            if words.strip():
                parts.append(Part(kinds[start], words))
            start = end
    return tuple(parts)


def own_words(text: str) -> str:
    """What the author wrote in this message: without quotes and signature (all of it, where there is nothing else)."""
    return "\n".join(part.text for part in parts_of(text) if part.kind == "words") or text


def _kinds(lines: list[str]) -> list[PartKind]:
    kinds: list[PartKind] = ["words"] * len(lines)
    rest = _reply_head(lines)
    for number, line in enumerate(lines):
        if number >= rest or line.startswith(">"):
            kinds[number] = "quote"
    _take_introductions(lines, kinds)
    _take_blanks_between(lines, kinds)
    _take_signatures(lines, kinds)
    return kinds


_LONGEST_TESTED = 400
_COLONS = (":", "：")
_RULE = re.compile(
    r"[-_–—]{2,}\s*(original message|forwarded message|original appointment|ursprüngliche nachricht|weitergeleitete nachricht"
    r"|message d.origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|mensagem original"
    r"|oorspronkelijk bericht|исходное сообщение|пересылаемое сообщение|пересланное сообщение|mesej asal|pesan asli"
    r"|原始邮件|原始郵件|原始邮件信息|转发的邮件|轉寄的郵件|转发邮件信息|邮件原件)\s*[-_–—]{2,}",
    re.IGNORECASE,
)
_FROM_LABELS = "from von de da van от daripada dari 发件人 寄件者 寄件人 發件人"
_FROM = frozenset(_FROM_LABELS.split())
_OTHER_LABELS = (
    "sent date to cc subject gesendet datum an betreff envoyé date à objet enviado fecha para asunto inviato data oggetto "
    "verzonden aan onderwerp отправлено дата кому копия тема dihantar tarikh kepada perkara subjek tanggal "
    "发送时间 日期 收件人 抄送 主题 傳送時間 寄件日期 收件者 副本 主旨"
)
_OTHERS = frozenset(_OTHER_LABELS.split())
_LABEL = re.compile(r"[*_]?([^\s:：*]{1,20}(?: [^\s:：*]{1,12})?)[*_]?\s?[:：]")
_INTRODUCTION = re.compile(
    r"(on\b.{5,300}\bwrote|am\b.{5,300}\bschrieb\b.{0,120}|le\b.{5,300}\ba écrit|el\b.{5,300}\bescribió|il\b.{5,300}\bha scritto"
    r"|em\b.{5,300}\bescreveu|op\b.{5,300}\bschreef.{0,80}|pada\b.{5,300}\bmenulis|.{5,300}\b(?:пишет|писал|написала?|написал\(а\))"
    r"|在.{3,300}(?:写道|寫道)|於.{3,300}寫道|.{3,300}于.{3,100}写道)\s*[:：]",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(sent from (my|outlook|mail)\b|gesendet (von|mit) |envoyé (de|depuis) |enviado (desde|do) |отправлено (с|из) "
    r"|发自我的|从我的.*发送"
    r"|從我的.*傳送|寄自我的|dihantar dari(pada)? |get outlook for )",
    re.IGNORECASE,
)


def _reply_head(lines: list[str]) -> int:
    """The line from which on everything is the message that was answered or passed on; the count of lines if none is."""
    for number, line in enumerate(lines):
        words = line.strip()[:_LONGEST_TESTED]
        if _RULE.fullmatch(words) or (_label(words) in _FROM and _is_head(lines, number)):
            return number
        if words.endswith(_COLONS) and _INTRODUCTION.fullmatch(words) and not _quotes_follow(lines, number + 1):
            return number
    return len(lines)


def _label(line: str) -> str:
    found = _LABEL.match(line)
    return found[1].casefold() if found else ""


def _is_head(lines: list[str], start: int) -> bool:
    """Whether the lines after “From:” name the rest of a mail's head too."""
    named = {_label(line.strip()[:_LONGEST_TESTED]) for line in lines[start + 1 : start + 7]}
    return len(named & _OTHERS) >= 2


def _quotes_follow(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 3] if line.strip()), "")
    return following.startswith(">")


def _take_introductions(lines: list[str], kinds: list[PartKind]) -> None:
    """“On Monday, Ana wrote:” belongs to the quote below it, on one line or broken over two."""
    for number in range(1, len(lines)):
        if kinds[number] != "quote" or kinds[number - 1] != "words":
            continue
        above = number - 1
        while above > 0 and not lines[above].strip() and number - above < 3:
            above -= 1
        said = lines[above].strip()[:_LONGEST_TESTED]
        if not said.endswith(_COLONS):
            continue
        first = above
        if above > 0 and not _INTRODUCTION.fullmatch(said) and _INTRODUCTION.fullmatch(f"{lines[above - 1].strip()} {said}"):
            first = above - 1
        elif not (_INTRODUCTION.fullmatch(said) or "@" in said):
            continue
        for line in range(first, number):
            kinds[line] = "quote"


def _take_blanks_between(lines: list[str], kinds: list[PartKind]) -> None:
    """Blank lines between two quotes part nothing."""
    last_quote: int | None = None
    for number, line in enumerate(lines):
        if kinds[number] == "quote":
            if last_quote is not None and not any(one.strip() for one in lines[last_quote + 1 : number]):
                kinds[last_quote + 1 : number] = ["quote"] * (number - last_quote - 1)
            last_quote = number
        elif line.strip():
            last_quote = None


def _take_signatures(lines: list[str], kinds: list[PartKind]) -> None:
    """From a line of two dashes to the next quote or the end; and the last line where it says by which device it was sent."""
    is_signing = False
    for number, line in enumerate(lines):
        if kinds[number] == "quote":
            is_signing = False
        elif is_signing or line.rstrip() in ("--", "\u2014"):
            is_signing = True
            kinds[number] = "signature"
    last = next((n for n in range(len(lines) - 1, -1, -1) if kinds[n] == "words" and lines[n].strip()), None)
    if last is not None and _SENT_FROM.match(lines[last].strip()[:_LONGEST_TESTED]):
        kinds[last] = "signature"
