"""In which language a form is written, told by its letters and its small words."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SMALL_WORDS = MappingProxyType(
    {
        "en": "the of and to is are was were did does do with for or not in on by their his any all when has have been agent "
        "customer call",
        "ms": "dan yang di ke dari dengan untuk atau tidak adalah telah pelanggan ejen panggilan adakah kepada dalam pada oleh "
        "semua perlu",
        "es": "el la los las de del y con para por que se en un una está es al cliente caso agente llamada correctamente su",
        "pt": "o os as do da dos das e com para por que se em um uma está é ao não cliente atendente chamada ligação foi seu sua",
        "fr": "le la les des du et avec pour par que se en un une est au aux client agent appel ne pas ou sur son sa été",
        "de": "der die das und mit für von zu den dem des ist im ein eine kunde kunden gespräch nicht wird wurde hat oder auf",
    }
)
_WORD = re.compile(r"[^\W\d_]+")
_TRADITIONAL = frozenset(
    "務戶員話電說語認證題問請結應對為與這個們來時間過還進關開沒記錄處總計項評標準級別權績優線訴單據資訊禮稱謂風險護顧滿"
)
_SIMPLIFIED = (
    frozenset(
        "务户员话电说语认证题问请结应对为与这个们来时间过还进关开没记录处总计项评标准级别权绩优线诉单据资讯礼称谓风险护顾满"
    )
    - _TRADITIONAL
)


def language_of(texts: Iterable[str]) -> str:
    """The code of the language most of the texts are in; empty where that is not clear."""
    text = "\n".join(texts)
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return ""
    if sum("\u4e00" <= c <= "\u9fff" for c in letters) * 4 > len(letters):
        traditional, simplified = sum(c in _TRADITIONAL for c in text), sum(c in _SIMPLIFIED for c in text)
        return "" if traditional == simplified else "zh_TW" if traditional > simplified else "zh_CN"
    if sum("\u0400" <= c <= "\u04ff" for c in letters) * 2 > len(letters):
        return "" if re.search("[іїєґўі]", text.casefold()) else "ru"
    return _latin(text)


def _latin(text: str) -> str:
    words = Counter(_WORD.findall(text.casefold()))
    total = sum(words.values())
    scored = sorted(((sum(words[w] for w in small.split()), code) for code, small in _SMALL_WORDS.items()), reverse=True)
    (best, code), (second, _) = scored[0], scored[1]
    return code if best >= 2 and best * 12 >= total and best > second * 1.3 else ""
