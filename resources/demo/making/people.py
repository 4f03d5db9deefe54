"""Who works in the demonstration centre: three teams, twenty-four agents, five evaluators, and how good each one is.

`skill` is the latent quality of an agent's work in standard units (0 is the centre's average); it drives everything that
is later seen of the agent: replies, resolution, satisfaction and quality answers alike. `pace` shortens handle times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TEAMS = {
    "Billing & Accounts": "Helena Duarte",
    "Technical Support": "Marcus Oyelaran",
    "Orders & Delivery": "Chong Li Ting",
}

COACHED, NEWCOMER, MOVER, LEAVER = "A05", "A24", "A11", "A18"
COACHED_ON = date(2026, 4, 9)
NEWCOMER_HIRED = date(2026, 6, 1)
MOVED_ON = date(2026, 3, 16)
LEFT_ON = date(2026, 4, 30)


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent and the latent traits behind the figures."""

    id: str
    name: str
    email: str
    team: str
    languages: tuple[str, ...]
    skill: float
    pace: float
    hired: date
    fte: float = 1.0


def _agent(number: int, name: str, team: int, languages: str, skill: float, pace: float, hired: str, fte: float = 1.0) -> Agent:
    agent_id = f"A{number:02d}"
    return Agent(
        agent_id,
        name,
        f"{agent_id.lower()}@lantern.example",
        list(TEAMS)[team],
        tuple(languages.split()),
        skill,
        pace,
        date.fromisoformat(hired),
        fte,
    )


AGENTS = (
    _agent(1, "Inês Carvalho", 0, "en", 1.1, 0.2, "2021-03-01"),
    _agent(2, "Nur Aisyah Rahman", 0, "en ms", 0.9, 0.4, "2022-09-12"),
    _agent(3, "Tomás Figueiredo", 0, "en", 0.2, -0.3, "2023-01-16"),
    _agent(4, "Екатерина Соколова", 0, "en ru", 0.5, 0.1, "2022-02-07"),
    _agent(5, "Daniel Mbeki", 0, "en", -1.2, 0.5, "2024-10-01"),
    _agent(6, "陈晓雯", 0, "en zh", 0.3, 0.0, "2023-06-05"),
    _agent(7, "Priya Raghunathan", 0, "en", -0.2, -0.5, "2024-02-19", 0.8),
    _agent(8, "Rui Esteves", 0, "en", -0.6, 0.3, "2025-03-03"),
    _agent(9, "Oksana Bilyk", 1, "en ru", 0.8, 0.3, "2020-11-02"),
    _agent(10, "Muhammad Hafiz Ismail", 1, "en ms", 0.1, 0.6, "2023-04-11"),
    _agent(11, "Sofia Lindqvist", 1, "en", 0.4, 0.0, "2022-05-23"),
    _agent(12, "林志伟", 1, "en zh", 0.7, -0.2, "2021-08-30"),
    _agent(13, "Gareth Pugh", 1, "en", -0.4, -0.6, "2024-06-17"),
    _agent(14, "Дмитрий Орлов", 1, "en ru", -0.1, 0.2, "2023-10-09"),
    _agent(15, "Amara Nwosu", 1, "en", 1.3, -0.1, "2021-01-11"),
    _agent(16, "Bruno Tavares", 1, "en", -0.8, 0.7, "2025-05-12"),
    _agent(17, "Siti Zulaikha Hassan", 2, "en ms", 0.6, 0.2, "2022-07-04"),
    _agent(18, "Callum Reid", 2, "en", -0.5, -0.2, "2024-08-26"),
    _agent(19, "王美玲", 2, "en zh", 0.9, 0.1, "2021-12-06"),
    _agent(20, "Мария Климова", 2, "en ru", 0.0, -0.4, "2023-02-27", 0.8),
    _agent(21, "Joana Pimentel", 2, "en", 0.3, 0.5, "2023-09-18"),
    _agent(22, "Kwame Boateng", 2, "en", -0.3, 0.0, "2024-04-02"),
    _agent(23, "Leonor Vasques", 2, "en", -0.9, -0.1, "2025-01-20"),
    _agent(24, "Ang Wei Jie", 2, "en zh ms", -0.5, -0.8, "2026-06-01"),
)

BY_ID = {agent.id: agent for agent in AGENTS}


@dataclass(frozen=True, slots=True)
class Evaluator:
    """One evaluator; `severity` is added to the log-odds of every credit given, `spread` blurs single answers."""

    name: str
    email: str
    severity: float
    spread: float
    languages: tuple[str, ...]


EVALUATORS = (
    Evaluator("Beatriz Nogueira", "b.nogueira@lantern.example", 0.0, 0.25, ("en",)),
    Evaluator("Viktor Hallam", "v.hallam@lantern.example", -0.45, 0.3, ("en",)),
    Evaluator("Lim Pei Shan", "p.lim@lantern.example", 0.05, 0.3, ("en", "zh", "ms")),
    Evaluator("Anastasia Volkova", "a.volkova@lantern.example", -0.05, 0.3, ("en", "ru")),
    Evaluator("Owen Castell", "o.castell@lantern.example", 0.7, 0.45, ("en",)),
)
"""Hallam is severe (about six points below his colleagues on the same work), Castell lenient."""


def team_of(agent: Agent, day: date) -> str:
    """The team an agent belongs to on a day: one of them changed teams in March."""
    if agent.id == MOVER and day >= MOVED_ON:
        return "Orders & Delivery"
    return agent.team


def is_employed(agent: Agent, day: date) -> bool:
    """Whether the agent works here on that day."""
    return agent.hired <= day and not (agent.id == LEAVER and day > LEFT_ON)


def skill_on(agent: Agent, day: date) -> float:
    """Latent skill on a day: the coached agent improves over five weeks, the newcomer learns."""
    if agent.id == COACHED and day > COACHED_ON:
        return agent.skill + 1.7 * min(1.0, (day - COACHED_ON).days / 35)
    if agent.id == NEWCOMER:
        return agent.skill - 0.9 + 0.9 * min(1.0, (day - NEWCOMER_HIRED).days / 60)
    return agent.skill


def roster() -> list[dict[str, object]]:
    """Memberships with the day they began and the day after their last, one row each."""
    rows: list[dict[str, object]] = []
    for agent in AGENTS:
        start = max(agent.hired, date(2025, 1, 1))
        common = {
            "agent_id": agent.id,
            "name": agent.name,
            "email": agent.email,
            "role": "agent",
            "fte": agent.fte,
            "hire_date": agent.hired.isoformat(),
            "exit_date": LEFT_ON.isoformat() if agent.id == LEAVER else "",
            "exit_type": "voluntary" if agent.id == LEAVER else "",
        }
        end = date(2026, 5, 1).isoformat() if agent.id == LEAVER else ""
        spells = [(agent.team, start.isoformat(), end)]
        if agent.id == MOVER:
            moved = MOVED_ON.isoformat()
            spells = [(agent.team, start.isoformat(), moved), (team_of(agent, MOVED_ON), moved, "")]
        for team, first, last in spells:
            rows.append({**common, "team_id": team, "lead_name": TEAMS[team], "valid_from": first, "valid_to": last})
    return rows
