"""What a KPI is counted over: relations, each a view of one fact table with its period key, its agent and its dimensions.

Every relation offers the columns `day` (the local day of its period key), its dimensions, `record_id`,
and the measures its KPIs name.
`{…}` places are filled by the engine with whole numbers only: settings and the as-of instant.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa_desk.domain.language import N_

_TICKET = (
    "agent",
    "team",
    "channel",
    "queue",
    "priority",
    "reason",
    "customer",
    "status",
    "language",
    "weekday",
    "hour",
    "custom",
)
_CALL = ("agent", "team", "channel", "queue", "reason", "customer", "weekday", "hour", "custom")
_SURVEY = (
    "agent",
    "team",
    "channel",
    "queue",
    "priority",
    "reason",
    "customer",
    "language",
    "survey",
    "weekday",
    "hour",
    "custom",
)
_STAFF = ("agent", "team", "weekday", "hour")
_QA = (
    "agent",
    "team",
    "channel",
    "queue",
    "reason",
    "customer",
    "language",
    "scorecard",
    "evaluator",
    "sample_method",
    "weekday",
    "hour",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A named view: its rows, the tables it needs, and in words which instant dates a record."""

    name: str
    sql: str
    inputs: tuple[str, ...]
    period_key: str
    dimensions: tuple[str, ...]
    is_stock: bool = False
    """A stock has no window: it is looked at on the last instant of each period (`open_then`)."""


def _tickets(name: str, day: str, agent: str, team: str, period_key: str) -> Relation:
    hour = day.replace("_day", "_hour")
    return Relation(
        name,
        f"""SELECT t.*, t.ticket_id AS record_id, {day} AS day, {hour} AS hour, {agent} AS agent, {team} AS team,
        customer_id AS customer,
            is_counted AND NOT is_proactive AS is_eligible FROM f_tickets t""",
        ("tickets",),
        period_key,
        _TICKET,
    )


TICKETS_CREATED = _tickets("tickets_created", "created_day", "assignee", "created_team", N_("when the ticket was created"))
TICKETS_REPLIED = _tickets(
    "tickets_replied", "coalesce(replied_day, created_day)", "replier", "replied_team", N_("when the first reply was sent")
)
TICKETS_SOLVED = _tickets(
    "tickets_solved", "coalesce(solved_day, created_day)", "solver", "solved_team", N_("when the ticket was first solved")
)
TURNS = Relation(
    "turns",
    """SELECT t.*, t.ticket_id AS record_id, turn_day AS day, turn_hour AS hour, replier AS agent, turn_team AS team,
    customer_id AS customer,
       is_counted AND NOT is_proactive AS is_eligible FROM (SELECT * EXCLUDE (replier), replier FROM f_turns) t""",
    ("tickets", "ticket_events"),
    N_("when the reply was sent"),
    _TICKET,
)
TICKETS_OPEN = Relation(
    "tickets_open",
    """SELECT t.*, t.ticket_id AS record_id, a.day AS day, t.created_hour AS hour, t.assignee AS agent, t.created_team AS team,
       t.customer_id AS customer, t.is_counted AND NOT t.is_proactive AS is_eligible, a.instant - t.created_at AS age_s,
       a.instant AS seen_at, t.first_reply_at IS NULL OR t.first_reply_at > a.instant AS is_unanswered
       FROM open_then a JOIN f_tickets t ON t.ticket_id = a.ticket_id""",
    ("tickets",),
    N_("the end of the period (or the as-of instant)"),
    _TICKET,
    is_stock=True,
)


def _calls(name: str, prefix: str, period_key: str) -> Relation:
    return Relation(
        name,
        f"""SELECT c.*, c.call_id AS record_id, {prefix}_day AS day, {prefix}_hour AS hour, customer_id AS customer,
        'call' AS channel,
            is_counted AND direction = 'in' AS is_inbound,
            is_counted AND direction = 'in'
            AND (result IN ('abandoned', 'timeout') OR (result = 'answered' AND wait_s IS NOT NULL))
            AND coalesce(wait_s >= 0, TRUE) AS is_offered,
            is_counted AND direction = 'in' AND result = 'answered' AS is_answered,
            result = 'abandoned' AS is_abandoned,
            result = 'abandoned' AND coalesce(wait_s <= {{short_abandon_s}}, FALSE) AS is_short_abandon
            FROM f_calls c""",
        ("calls",),
        period_key,
        _CALL,
    )


CALLS_OFFERED = _calls("calls_offered", "offered", N_("when the call entered the queue"))
CALLS_ANSWERED = _calls("calls_answered", "answered", N_("when the call was answered"))


def _surveys(name: str, day: str, period_key: str) -> Relation:
    hour = day.replace("_day", "_hour")
    return Relation(
        name,
        f"SELECT s.*, response_id AS record_id, {day} AS day, {hour} AS hour, customer_id AS customer FROM f_surveys s",
        ("surveys",),
        period_key,
        _SURVEY,
    )


SURVEYS_ANSWERED = _surveys("surveys_answered", "responded_day", N_("when the customer answered"))
SURVEYS_SENT = _surveys("surveys_sent", "coalesce(sent_day, responded_day)", N_("when the invitation was sent"))
STATES = Relation(
    "states",
    """SELECT s.*, start_day AS day, start_hour AS hour, agent || ' ' || start_at AS record_id,
       CASE WHEN state IN ('talk', 'hold', 'acw') THEN state_s ELSE 0 END AS handling_s,
       state IN ('talk', 'hold', 'acw', 'available') AND state_s > 0 AS is_logged_in FROM f_states s""",
    ("agent_states",),
    N_("when the state began"),
    _STAFF,
)
SHIFTS = Relation(
    "shifts",
    "SELECT s.*, start_day AS day, start_hour AS hour, agent || ' ' || start_at AS record_id FROM f_shifts s",
    ("schedule", "agent_states"),
    N_("when the scheduled activity began"),
    _STAFF,
)
EVALUATIONS = Relation(
    "evaluations",
    "SELECT e.*, evaluation_id AS record_id, contact_day AS day, contact_hour AS hour, customer_id AS customer "
    "FROM f_evaluations e",
    ("evaluations",),
    N_("when the contact happened"),
    _QA,
)

RELATIONS: tuple[Relation, ...] = (
    TICKETS_CREATED,
    TICKETS_REPLIED,
    TICKETS_SOLVED,
    TURNS,
    TICKETS_OPEN,
    CALLS_OFFERED,
    CALLS_ANSWERED,
    SURVEYS_ANSWERED,
    SURVEYS_SENT,
    STATES,
    SHIFTS,
    EVALUATIONS,
)
