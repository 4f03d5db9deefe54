"""Every kind of fact that is imported as a table, in an explicit list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.sources.centre_fields import CONTACT_TAGS, COSTS, CUSTOMERS, EMPLOYEE_PULSE, TASKS
from qa_desk.sources.fields import AGENT_STATES, CALLS, ROSTER, SCHEDULE, SURVEYS, TICKET_EVENTS, TICKETS

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind

KINDS: tuple[Kind, ...] = (
    TICKETS, TICKET_EVENTS, CALLS, AGENT_STATES, SCHEDULE, ROSTER, SURVEYS,
    EMPLOYEE_PULSE, CUSTOMERS, COSTS, TASKS, CONTACT_TAGS,
)  # fmt: skip


def kind_named(name: str) -> Kind | None:
    """The kind of this name, or None."""
    return next((kind for kind in KINDS if kind.name == name), None)
