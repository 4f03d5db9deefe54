"""Who of a thread is the agent and who the customer, where the file does not say: by the roster and the centre's mail domains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.media.transcripts import Conversation, Speaker, Utterance
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sides:
    """What the workspace knows of its own people."""

    agents: Mapping[str, str]
    """Agent by each of his names and addresses, case-folded."""
    domains: frozenset[str]


def known_sides(workspace: Workspace) -> Sides:
    """The roster's names, and the domains from which the centre writes."""
    domains = (domain.strip("@. ").casefold() for domain in (get_setting(workspace, "mail_domains") or "").split(","))
    return Sides(agent_ids(workspace), frozenset(domain for domain in domains if domain))


def with_sides(conversation: Conversation, sides: Sides) -> Conversation:
    """The conversation with the sides that can be told; the others stay unknown.

    An author is the agent when the roster has his name or address, or when he writes from a domain of the centre. Once an agent
    is known, the only other person is the customer; of a mail so is everyone who writes from elsewhere, where domains are named.
    """
    unknown = {line.author for line in conversation.utterances if line.speaker == "unknown" and line.author}
    if not unknown:
        return conversation
    agents = {author for author in unknown if _is_agent(author, conversation, sides)}
    others = unknown - agents
    has_agent = bool(agents) or any(line.speaker == "agent" for line in conversation.utterances)
    has_customer = any(line.speaker == "customer" for line in conversation.utterances)
    is_mail = bool(conversation.addresses) and bool(sides.domains)
    customers = others if is_mail or (has_agent and not has_customer and len(others) == 1) else set()
    lines = tuple(_sided(line, agents, customers) for line in conversation.utterances)
    return replace(conversation, utterances=lines)


def agent_of(conversation: Conversation, sides: Sides) -> str | None:
    """The one agent of the roster who takes part; None where there are several or none."""
    authors = {line.author for line in conversation.utterances if line.speaker == "agent" and line.author}
    found = {sides.agents[name] for author in authors for name in _names(author, conversation) if name in sides.agents}
    return found.pop() if len(found) == 1 else None


def _is_agent(author: str, conversation: Conversation, sides: Sides) -> bool:
    names = _names(author, conversation)
    return any(name in sides.agents or name.rpartition("@")[2] in sides.domains for name in names)


def _names(author: str, conversation: Conversation) -> tuple[str, ...]:
    address = conversation.addresses.get(author)
    return (author.casefold(),) if address is None else (author.casefold(), address)


def _sided(line: Utterance, agents: set[str], customers: set[str]) -> Utterance:
    if line.speaker != "unknown" or not line.author:
        return line
    side: Speaker = "agent" if line.author in agents else "customer" if line.author in customers else "unknown"
    return replace(line, speaker=side)
