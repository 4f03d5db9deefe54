"""The agents and evaluators that a file of evaluations names: found by any of their names, made when unknown, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.services.importing_people import shared_names
from qa_desk.services.people import agent_ids, ensure_agents, ensure_evaluator
from qa_desk.workspace.batches import remember_created

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


class ImportedPeople:
    """Looks names up for one batch and remembers whom it made, so that undoing forgets them again."""

    def __init__(self, workspace: Workspace, batch_id: str) -> None:
        self._workspace, self._batch_id = workspace, batch_id
        self._agents, self._shared = agent_ids(workspace), shared_names(workspace)
        self._evaluators: dict[str, str] = {
            row["name"]: row["id"] for row in workspace.connection.execute("SELECT id, name FROM evaluators")
        }
        self._new_agents: list[str] = []
        self._new_evaluators: list[str] = []

    def agent(self, name: str) -> str:
        """The agent who goes by this name; refused when several do."""
        if name.casefold() in self._shared:
            raise Refusal(tr("several agents go by “{name}”; name one by an id or a mail address.", name=name))
        if name.casefold() not in self._agents:
            self._agents[name.casefold()] = agent_id = ensure_agents(self._workspace, [name])[name]
            remember_created(self._workspace.connection, self._batch_id, "agents", [agent_id])
            self._new_agents.append(name)
        return self._agents[name.casefold()]

    def evaluator(self, name: str) -> str:
        """The evaluator of this name."""
        if name not in self._evaluators:
            self._evaluators[name] = evaluator_id = ensure_evaluator(self._workspace, name)
            remember_created(self._workspace.connection, self._batch_id, "evaluators", [evaluator_id])
            self._new_evaluators.append(name)
        return self._evaluators[name]

    def warnings(self) -> list[str]:
        """Whom the file made known: a name misspelt would show here."""
        said = []
        if self._new_agents:
            said.append(
                ntr(
                    "{count} agent was not known and was made: {names}",
                    "{count} agents were not known and were made: {names}",
                    len(self._new_agents),
                    names=_listed(self._new_agents),
                )
            )
        if self._new_evaluators:
            said.append(
                ntr(
                    "{count} evaluator was not known and was made: {names}",
                    "{count} evaluators were not known and were made: {names}",
                    len(self._new_evaluators),
                    names=_listed(self._new_evaluators),
                )
            )
        return said


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
