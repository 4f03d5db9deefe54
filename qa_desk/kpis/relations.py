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
    "segment",
    "status",
    "language",
    "weekday",
    "hour",
    "custom",
)
_CALL = ("agent", "team", "channel", "queue", "reason", "customer", "segment", "weekday", "hour", "custom")
_SURVEY = (
    "agent",
    "team",
    "channel",
    "queue",
    "priority",
    "reason",
    "customer",
    "segment",
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
    is_cohort: bool = False
    """Whoever is there in a period is counted in it: the relation joins `as_ofs` (day, first_day, last_day, instant) itself."""


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
       is_counted AND NOT is_proactive AS is_eligible FROM f_turns t""",
    ("tickets", "ticket_events"),
    N_("when the reply was sent"),
    _TICKET,
)
TICKETS_OPEN = Relation(
    "tickets_open",
    """SELECT t.*, t.ticket_id AS record_id, a.day AS day, t.created_hour AS hour, t.assignee AS agent, t.created_team AS team,
       t.customer_id AS customer, t.is_counted AND NOT t.is_proactive AS is_eligible, a.instant - t.created_at AS age_s,
       a.instant AS seen_at, t.first_reply_at IS NULL OR t.first_reply_at > a.instant AS is_unanswered
       FROM open_then a JOIN f_tickets t ON t.ticket_no = a.ticket_no""",
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

MESSAGES = Relation(
    "messages",
    """SELECT m.ticket_id || ' ' || m.seq AS record_id, m.sent_day AS day, m.sent_hour AS hour,
       coalesce(m.agent, t.assignee) AS agent,
       coalesce(m.team, t.created_team) AS team, m.happened_at,
       m.is_reply, m.is_customer, t.channel, t.queue, t.priority, t.reason, t.customer_id AS customer, t.segment, t.status,
       t.language, t.custom, t.is_counted, m.is_misdated OR t.is_misdated AS is_misdated
       FROM f_messages m JOIN f_tickets t ON t.ticket_id = m.ticket_id""",
    ("tickets", "ticket_events"),
    N_("when the message was sent"),
    _TICKET,
)
AGENT_DAYS = Relation(
    "agent_days",
    """SELECT ticket_id AS record_id, solved_day AS day, solver AS agent, solved_team AS team, 1 AS handled, 0 AS worked,
       FALSE AS is_guessed, is_misdated FROM f_tickets
       WHERE is_counted AND first_solved_at IS NOT NULL AND solver IS NOT NULL AND solved_day IS NOT NULL
       UNION ALL SELECT agent || ' ' || day, day, agent, team, 0, 1, is_guessed, FALSE FROM f_agent_days""",
    ("tickets",),
    N_("when the ticket was first solved, and the day worked"),
    ("agent", "team", "weekday"),
)
TASKS = Relation(
    "tasks",
    """SELECT t.*, task_id AS record_id, assigned_day AS day, assigned_hour AS hour,
       due_at IS NULL OR due_at <= {as_of} AS is_mature FROM f_tasks t""",
    ("tasks",),
    N_("when the task was assigned"),
    _STAFF,
)
PULSE = Relation(
    "pulse",
    """SELECT p.*, respondent AS record_id, asked_day AS day, asked_hour AS hour, NULL::VARCHAR AS agent,
       score IS NOT NULL AS is_answered FROM f_pulse p""",
    ("employee_pulse",),
    N_("when people were asked"),
    ("team",),
)
CUSTOMERS = Relation(
    "customers_at_start",
    """SELECT c.customer_id AS record_id, c.customer_id AS customer, c.segment, a.day, NULL::VARCHAR AS agent,
       coalesce(c.end_day <= a.last_day, FALSE) AS is_lost, FALSE AS is_misdated
       FROM as_ofs a JOIN f_customers c ON c.start_day < a.first_day AND (c.end_day IS NULL OR c.end_day >= a.first_day)""",
    ("customers",),
    N_("customers of the period's first day"),
    ("customer", "segment"),
    is_cohort=True,
)
EMPLOYED = Relation(
    "employed",
    """SELECT e.agent AS record_id, e.agent, m.team, a.day, e.exit_type,
       coalesce(e.gone BETWEEN a.first_day AND a.last_day, FALSE) AS is_exit,
       least(coalesce(e.gone, a.last_day), a.last_day) - greatest(coalesce(e.hired, a.first_day), a.first_day) + 1 AS days_there,
       FALSE AS is_misdated
       FROM as_ofs a JOIN roster e ON coalesce(e.hired <= a.last_day, TRUE) AND coalesce(e.gone >= a.first_day, TRUE)
       LEFT JOIN memberships m ON m.agent = e.agent AND least(coalesce(e.gone, a.last_day), a.last_day) >= m.from_day
         AND least(coalesce(e.gone, a.last_day), a.last_day) < m.until_day""",
    ("roster",),
    N_("whoever was employed in the period"),
    ("agent", "team"),
    is_cohort=True,
)
COSTS = Relation(
    "contact_costs",
    """SELECT cost_id AS record_id, day, NULL::VARCHAR AS agent, team, channel, day_cost, 0 AS contact, is_other_currency,
       FALSE AS has_no_cost, FALSE AS is_misdated FROM f_costs
       UNION ALL
       SELECT ticket_id, solved_day, solver, solved_team, channel, 0, 1, FALSE,
         solved_day NOT IN (SELECT day FROM f_costs), is_misdated
       FROM f_tickets WHERE is_counted AND first_solved_at IS NOT NULL AND solved_day IS NOT NULL
       UNION ALL
       SELECT call_id, answered_day, agent, team, 'call', 0, 1, FALSE, answered_day NOT IN (SELECT day FROM f_costs), is_misdated
       FROM f_calls WHERE is_counted AND result = 'answered' AND answered_day IS NOT NULL""",
    ("costs",),
    N_("when the contact was handled"),
    ("team", "channel"),
)
TAGS = Relation(
    "tags",
    """SELECT t.*, contact AS record_id, driver AS reason, customer_id AS customer FROM f_tags t""",
    ("contact_tags",),
    N_("when the contact began"),
    ("agent", "team", "channel", "queue", "reason", "customer", "segment", "weekday", "hour"),
)
CONTACTS = Relation(
    "contacts",
    """SELECT ticket_id AS record_id, created_day AS day, created_hour AS hour, assignee AS agent, created_team AS team, channel,
       queue, reason, customer_id AS customer, segment, is_counted, is_misdated FROM f_tickets
       UNION ALL SELECT call_id, offered_day, offered_hour, agent, team, 'call', queue, reason, customer_id, segment,
         is_counted AND direction = 'in', is_misdated FROM f_calls""",
    ("tickets",),
    N_("when the contact began"),
    ("agent", "team", "channel", "queue", "reason", "customer", "segment", "weekday", "hour"),
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
    MESSAGES,
    AGENT_DAYS,
    TASKS,
    PULSE,
    CUSTOMERS,
    EMPLOYED,
    COSTS,
    TAGS,
    CONTACTS,
)
