"""Every source, in an explicit list. A new one is a file beside this one and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources import (
    asterisk_cdr,
    asterisk_queue_log,
    canonical,
    chatwoot,
    costs,
    freshdesk,
    generic,
    glpi,
    happyfox,
    help_scout,
    intercom,
    jira,
    qualtrics,
    servicenow,
    zendesk,
)

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.source import Source
    from qa_desk.sources.table import Table

SOURCES: tuple[Source, ...] = (
    canonical.SOURCE, costs.SOURCE, zendesk.SOURCE, freshdesk.SOURCE, happyfox.SOURCE, intercom.SOURCE, help_scout.SOURCE,
    jira.SOURCE, servicenow.SOURCE, glpi.SOURCE, asterisk_queue_log.SOURCE, asterisk_queue_log.TABLE_SOURCE,
    asterisk_cdr.SOURCE, chatwoot.SOURCE, qualtrics.SOURCE, *generic.SOURCES,
)  # fmt: skip


def sources_for(kind: str) -> list[Source]:
    """The sources that bring this kind of fact."""
    return [source for source in SOURCES if kind in source.kinds]


def source_named(name: str, kind: str) -> Source:
    """The source of this name (`generic` is the kind's own); refused when there is none for the kind."""
    known = sources_for(kind)
    for source in known:
        if name in (source.name, source.name.removesuffix(f"_{kind}")):
            return source
    names = ", ".join(source.name for source in known)
    raise Refusal(tr("{source} is no source of {kind}; the known ones: auto, {known}.", source=name, kind=kind, known=names))


def sniff_source(table: Table, kind: Kind) -> tuple[Source, float]:
    """The source that is surest of the file."""
    scored = [(source.sniff(table, kind), source) for source in sources_for(kind.name)]
    confidence, source = max(scored, key=lambda pair: pair[0])
    return source, confidence
