"""Templates for comments: the places in them that are filled in, and a dozen general ones to start from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_desk.domain.language import N_, tr

GENERAL = (
    N_("{time}: Greeting with company, own name and an offer to help, clear and unhurried."),
    N_("{time}: The request was put in own words and confirmed before it was worked on; that saves a second contact."),
    N_("{time}: An open question, and room for the answer: the cause was found at the first attempt."),
    N_("{time}: The annoyance was named, responsibility taken, and the next step offered in one breath."),
    N_("{time}: Summary at the end with who does what and by when; the customer could say yes to it."),
    N_("{time}: The customer had to say the same thing twice. Taking notes while listening spares the second question."),
    N_("{time}: A long silence without a word. Say what is being looked up, and about how long it takes."),
    N_("{time}: The customer was interrupted. Let the sentence end, then ask."),
    N_("{time}: Details of the account were given before the identity was verified."),
    N_("{time}: What was said here differs from the current guideline; please read it again and call back where needed."),
    N_("{time}: The next step stayed open: nobody knows who does what, and by when."),
    N_("The notes do not let a colleague go on: the cause, what was done and what is still open are missing."),
)
"""In no language yet: whoever brings them into a workspace translates them then."""

PLACES = ("agent", "customer", "time")
"""What can stand in braces in a template."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What the places of a template stand for at this moment; None: not known."""

    agent: str | None = None
    customer: str | None = None
    time: str | None = None


def fill_template(text: str, filling: Filling) -> str:
    """The words of a comment. People who are not known are "the agent" and "the customer"; a time that there is not goes."""
    if filling.time is None:
        text = re.sub(r"\{time\}\s*[:：,，–—-]?\s*", "", text)
    values = {
        "agent": filling.agent or tr("the agent"),
        "customer": filling.customer or tr("the customer"),
        "time": filling.time or "",
    }
    return re.sub(r"\{(agent|customer|time)\}", lambda found: values[found[1]], text).strip()
