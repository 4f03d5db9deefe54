"""Every setting of a workspace, declared once: its key, its default, its check and what it is for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.domain.shortcuts import what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting. `check` returns what is wrong with a value, or None."""

    key: str
    default: Any
    label: str
    check: Callable[[Any], str | None]


def _is_timezone(value: object) -> str | None:
    return None if value in available_timezones() else N_("is no time zone; use a name such as Europe/Paris")


def _is_calendar(value: object) -> str | None:
    if not isinstance(value, dict) or not {"weekdays", "open", "close"} <= value.keys():
        return N_("needs weekdays (0 = Monday), open and close (HH:MM), and may have holidays (YYYY-MM-DD)")
    days = value["weekdays"]
    if not isinstance(days, list) or not all(isinstance(day, int) and 0 <= day <= 6 for day in days):
        return N_("needs weekdays as numbers from 0 (Monday) to 6 (Sunday)")
    return None if str(value["open"]) < str(value["close"]) else N_("opens after it closes")


def _is_duration(value: object) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return None if good else N_("is no number of zero or more")


def _is_count(value: object) -> str | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_COUNTED
    return None if good else N_("is no whole number from 0 to 365")


def _is_some_time(value: object) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return None if good else N_("is no number above zero")


def _is_text_or_none(value: object) -> str | None:
    return None if value is None or isinstance(value, str) else N_("is no text")


def _is_domains_or_none(value: object) -> str | None:
    if value is None or (
        isinstance(value, str) and all("." in domain.strip("@. ") for domain in value.split(",") if domain.strip())
    ):
        return None
    return N_("is no list of mail domains; write them as “example.com, example.org”")


def _is_table(value: object) -> str | None:
    return None if isinstance(value, dict) else N_("is no table of names and values")


def _is_pairs(value: object) -> str | None:
    good = isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in value
    )
    return None if good else N_("is no list of pairs of ids")


def _is_side(value: object) -> str | None:
    return None if value in ("left", "right") else N_("is neither left nor right")


def _is_sensitivity(value: object) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 10 <= value <= 90
    return None if good else N_("is no number from 10 to 90")


_MOST_COUNTED = 365


def _is_sides(value: object) -> str | None:
    good = isinstance(value, dict) and all(isinstance(name, str) and side in ("left", "right") for name, side in value.items())
    return None if good else N_("is no table of sources with left or right")


def _are_policies(value: object) -> str | None:
    good = isinstance(value, dict) and all(
        isinstance(one, dict)
        and one.get("metric") in ("first_response", "resolution")
        and _is_some_time(one.get("target_s")) is None
        and one.get("clock", "business") in ("business", "calendar")
        and all(one.get(name) is None or isinstance(one[name], str) for name in ("channel", "priority"))
        for one in value.values()
    )
    return (
        None
        if good
        else N_("needs a name with metric (first_response, resolution), target_s, and may have clock, channel, priority")
    )


SETTINGS: tuple[Setting, ...] = (
    Setting("timezone", "UTC", N_("Time zone"), _is_timezone),
    Setting("as_of", None, N_("Figures as of (empty: now)"), _is_text_or_none),
    Setting(
        "calendar",
        {"weekdays": [0, 1, 2, 3, 4], "open": "09:00", "close": "17:00", "holidays": []},
        N_("Business hours"),
        _is_calendar,
    ),
    Setting("sla_first_response_s", 3600, N_("SLA: first response within (business hours)"), _is_duration),
    Setting("sla_policies", {}, N_("SLA by channel and priority"), _are_policies),
    Setting("fcr_window_days", 7, N_("First contact resolution: days without a repeat contact"), _is_duration),
    Setting("backlog_overdue_hours", 48, N_("Backlog: overdue after (hours)"), _is_duration),
    Setting("sl_threshold_s", 20, N_("Service level: answered within"), _is_duration),
    Setting("short_abandon_s", 5, N_("Short abandon: up to"), _is_duration),
    Setting("agent_channel", "left", N_("Channel of the agent in two-channel recordings"), _is_side),
    Setting("agent_channel_by_source", {}, N_("Channel of the agent by source (a preset of file names)"), _is_sides),
    Setting("dead_air_s", 5, N_("Dead air: silence on both sides from"), _is_duration),
    Setting("talk_over_s", 0.2, N_("Talk-over: both at once from"), _is_duration),
    Setting("speech_pause_s", 0.3, N_("Speech: pauses up to this belong to it"), _is_duration),
    Setting("speech_sensitivity", 50, N_("Speech: sensitivity (10 to 90)"), _is_sensitivity),
    Setting("player_step_s", 5, N_("Player: a step back or forward"), _is_some_time),
    Setting("preroll_s", 2, N_("Player: a line or a marker is played from before it"), _is_duration),
    Setting("skip_silence_s", 2, N_("Player: silence is skipped from"), _is_some_time),
    Setting("dispute_answer_days", 5, N_("Disputes: answered within (working days)"), _is_count),
    Setting("dispute_repeats", 1, N_("Disputes: how often again after a decision"), _is_count),
    Setting("mail_domains", None, N_("Mail domains of the centre (whoever writes from one is an agent)"), _is_domains_or_none),
    Setting("goals", {}, N_("Goals by KPI"), _is_table),
    Setting("people_apart", [], N_("People who are not one, however alike their names are"), _is_pairs),
    Setting("import_mappings", {}, N_("Import: how files of a known shape are read"), _is_table),
    Setting("language", None, N_("Language"), _is_text_or_none),
    Setting("theme", "system", N_("Light or dark"), _is_text_or_none),
    Setting("shortcuts", {}, N_("Keys"), what_is_wrong),
)


def setting(key: str) -> Setting:
    """The declaration of a key; refused when there is none."""
    for declared in SETTINGS:
        if declared.key == key:
            return declared
    raise Refusal(
        tr("{key}: there is no such setting; the known ones: {known}.", key=key, known=", ".join(s.key for s in SETTINGS))
    )


def check_setting(key: str, value: Any) -> None:  # noqa: ANN401 - the declaration says the type
    """Refused, with the reason, when the value does not fit the setting."""
    fault = setting(key).check(value)
    if fault:
        raise Refusal(tr("{key}: {value} {fault}.", key=key, value=json.dumps(value, ensure_ascii=False), fault=tr(fault)))


def get_setting(workspace: Workspace, key: str) -> Any:  # noqa: ANN401 - the declaration says the type
    """The value in force: the stored one, else the declared default."""
    declared = setting(key)
    row = workspace.connection.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
    return declared.default if row is None else json.loads(row[0])


def get_settings(workspace: Workspace) -> dict[str, Any]:
    """All values in force, by key."""
    stored = {row[0]: json.loads(row[1]) for row in workspace.connection.execute("SELECT key, value FROM settings")}
    return {declared.key: stored.get(declared.key, declared.default) for declared in SETTINGS}


def set_settings(workspace: Workspace, values: dict[str, Any]) -> None:
    """Store several settings in one transaction; refused as a whole when one of them is wrong."""
    for key, value in values.items():
        check_setting(key, value)
    with workspace.transaction() as connection:
        connection.executemany(
            "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
            "WHERE value <> excluded.value",
            [(key, json.dumps(value, ensure_ascii=False, sort_keys=True)) for key, value in values.items()],
        )
