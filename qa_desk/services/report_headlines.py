"""Which KPIs the report speaks of first: those of its tiles, its summary and its trends."""

HEADLINES = (
    "ticket_volume", "ticket_backlog", "first_response_time", "resolution_time_first", "sla_compliance_rate",
    "first_contact_resolution_rate", "service_level", "average_speed_of_answer", "abandonment_rate", "average_handle_time",
    "csat", "nps", "survey_response_rate", "qa_score", "qa_pass_rate",
)  # fmt: skip
"""In the order in which a service report is read: what came in, how fast, how well, how they liked it."""
