"""Customers with their segment, costs spread over their days, and the tags of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.derivation import Surroundings

_CHANNELS = "('email', 'chat', 'call', 'phone', 'social', 'web', 'api', 'ticket')"


def derive_customers(connection: DuckDBPyConnection, _surroundings: Surroundings) -> None:
    """Each customer with the first and the last day; contacts take their segment from here."""
    connection.execute("""
        CREATE TABLE f_customers AS SELECT customer_id, CAST(start_date AS DATE) AS start_day, CAST(end_date AS DATE) AS end_day,
          segment FROM customers""")


def derive_costs(connection: DuckDBPyConnection, _surroundings: Surroundings) -> None:
    """Each cost in equal parts over its days, so that any period takes its share; unusual currencies stand apart.

    A scope that is a channel or a team belongs to it; any other ("all") to the whole centre.
    """
    connection.execute(f"""
        CREATE TABLE f_costs AS
        WITH usual AS (SELECT currency FROM costs GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
        days AS (
          SELECT cost_id, CAST(unnest(generate_series(CAST(period_start AS DATE), CAST(period_end AS DATE), INTERVAL 1 DAY))
            AS DATE) AS day FROM costs)
        SELECT c.cost_id, d.day, c.amount / count(*) OVER (PARTITION BY c.cost_id) AS day_cost,
          c.currency <> u.currency AS is_other_currency,
          CASE WHEN lower(c.scope) IN {_CHANNELS} THEN lower(c.scope) END AS channel,
          CASE WHEN lower(c.scope) NOT IN {_CHANNELS} AND lower(c.scope) <> 'all' THEN c.scope END AS team
        FROM costs c JOIN days d USING (cost_id) CROSS JOIN usual u""")


def derive_tags(connection: DuckDBPyConnection, _surroundings: Surroundings) -> None:
    """A row a contact and driver; what is said once of a contact (an article, a sentiment) stands on its first row."""
    connection.execute("""
        CREATE TABLE f_tags AS
        WITH said AS (
          SELECT coalesce(ticket_id, call_id) AS contact, ticket_id, call_id, driver, max(kb_article_id) AS kb_article_id,
            max(sentiment) AS sentiment
          FROM contact_tags GROUP BY ALL)
        SELECT s.contact, s.driver,
          row_number() OVER (PARTITION BY s.ticket_id, s.call_id ORDER BY s.driver) = 1 AS is_first,
          max(s.kb_article_id) OVER (PARTITION BY s.ticket_id, s.call_id) AS kb_article_id,
          max(s.sentiment) OVER (PARTITION BY s.ticket_id, s.call_id) AS sentiment, s.ticket_id IS NOT NULL AS is_ticket,
          coalesce(t.created_day, c.offered_day) AS day, coalesce(t.created_hour, c.offered_hour) AS hour,
          coalesce(t.assignee, c.agent) AS agent, coalesce(t.created_team, c.team) AS team,
          coalesce(t.channel, CASE WHEN c.call_id IS NOT NULL THEN 'call' END) AS channel, coalesce(t.queue, c.queue) AS queue,
          coalesce(t.customer_id, c.customer_id) AS customer_id, coalesce(t.segment, c.segment) AS segment,
          coalesce(t.is_counted, c.is_counted, FALSE) AS is_counted, coalesce(t.is_misdated, c.is_misdated, FALSE) AS is_misdated
        FROM said s LEFT JOIN f_tickets t ON t.ticket_id = s.ticket_id LEFT JOIN f_calls c ON c.call_id = s.call_id""")
