"""Tables with one row a message: the canonical columns, and the names that exports and warehouses give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.tables import Columns, Gathered, conversation_of_rows, gathered, has, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Conversation

COLUMNS = Columns(
    conversation=("interaction", "interaction_id", "conversation_id", "ticket_id", "chat_id", "thread_id", "session_id",
                  "conversation", "ticket", "case_id", "dialogue_id", "call_id"),
    text=("text", "body", "message", "content", "message_text", "message_body", "comment", "plain_body", "html_body", "msg"),
    at=("at", "created_at", "sent_at", "timestamp", "created", "time", "date", "datetime"),
    speaker=("speaker", "actor", "role", "sender_type", "author_type", "from_type", "author_role"),
    author=("author", "author_name", "name", "sender", "sender_name", "from", "user_id", "author_id", "actor_id"),
    visibility=("visibility", "public", "is_public"),
    private=("private", "is_private", "internal", "is_internal"),
    inbound=("inbound", "incoming", "is_inbound"),
    subject=("subject", "title"),
    channel=("channel", "via"),
    attachment=("attachment", "filename", "file_name"),
)  # fmt: skip


def _recognises(document: Document) -> bool:
    head = head_of(document)
    return head is not None and has(head[1], COLUMNS.conversation, COLUMNS.text, COLUMNS.at + COLUMNS.speaker + COLUMNS.author)


def _pieces(document: Document) -> Iterable[Gathered]:
    return gathered(document, COLUMNS)


def _read(piece: Gathered, document: Document) -> Conversation:
    return conversation_of_rows(piece, document, COLUMNS)


FORM = Form("messages", N_("Table of messages (CSV)"), (".csv", ".tsv"), _recognises, _pieces, _read)
