"""Every key of the program, declared once: what it does, where it holds, and which keys it has until a person changes them.

A key is written as Qt's portable text writes it: "Ctrl+Right", "Space", "M", "Shift+P", "?". One without Ctrl, Alt or Meta
holds while nobody writes; one with them holds while one writes, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


class Act(StrEnum):
    """What a key asks for. What begins with `listen.` is for whoever shows the interaction."""

    ANSWER = "score.answer"
    NOT_APPLICABLE = "score.not_applicable"
    NEXT = "score.next"
    PREVIOUS = "score.previous"
    FIRST = "score.first"
    LAST = "score.last"
    CLEAR = "score.clear"
    COMMENT = "score.comment"
    MARK = "score.mark"
    ROOT_CAUSE = "score.root_cause"
    GUIDANCE = "score.guidance"
    SUMMARY = "score.summary"
    TAKE = "score.take"
    EVIDENCE = "score.evidence"
    WHY = "score.why"
    TEMPLATE = "score.template"
    BEST_PRACTICE = "score.best_practice"
    SUBMIT = "score.submit"
    UNDO = "score.undo"
    REDO = "score.redo"
    PLAY = "listen.play"
    STEP_BACK = "listen.back"
    STEP_FORWARD = "listen.forward"
    REPLAY = "listen.replay"
    FASTER = "listen.faster"
    SLOWER = "listen.slower"
    USUAL_SPEED = "listen.usual_speed"
    LOOP = "listen.loop"
    SKIP_SILENCE = "listen.skip_silence"
    MUTE = "listen.mute"
    MUTE_AGENT = "listen.mute_agent"
    MUTE_CUSTOMER = "listen.mute_customer"
    LOUDER = "listen.louder"
    QUIETER = "listen.quieter"
    ZOOM_IN = "listen.zoom_in"
    ZOOM_OUT = "listen.zoom_out"
    ZOOM_WHOLE = "listen.zoom_whole"
    PAN_BACK = "listen.pan_back"
    PAN_FORWARD = "listen.pan_forward"
    NEXT_RECORDING = "listen.next_recording"
    PREVIOUS_RECORDING = "listen.previous_recording"
    LOCATE = "listen.locate"
    NEXT_MARKER = "listen.next_marker"
    PREVIOUS_MARKER = "listen.previous_marker"
    NEXT_GAP = "listen.next_gap"
    PREVIOUS_GAP = "listen.previous_gap"
    NEXT_OVERLAP = "listen.next_overlap"
    PREVIOUS_OVERLAP = "listen.previous_overlap"
    FIRST_WORD = "listen.first_word"
    TO_TRANSCRIPT = "listen.to_transcript"
    FIND = "read.find"
    FIND_NEXT = "read.find_next"
    FIND_PREVIOUS = "read.find_previous"
    LINE_NEXT = "read.next"
    LINE_PREVIOUS = "read.previous"
    LINE_GO = "read.go"
    LINE_PLAY = "read.play"
    LINE_LEAVE = "read.leave"
    KEYS = "window.keys"
    PALETTE = "window.palette"
    PLACES = "window.places"
    OPEN = "window.open"
    NEW = "window.new"


class Where(StrEnum):
    """Where a key holds."""

    SCORING = "scoring"
    LISTENING = "listening"
    GOING = "going"
    READING = "reading"
    EVERYWHERE = "everywhere"


WHERE_WORDS = {
    Where.SCORING: N_("Scoring"),
    Where.LISTENING: N_("Listening"),
    Where.GOING: N_("Going through a call or a thread"),
    Where.READING: N_("In the transcript or the thread"),
    Where.EVERYWHERE: N_("Everywhere"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the list. A fixed one has the same keys for everybody."""

    act: Act
    where: Where
    text: str
    keys: tuple[str, ...]
    is_fixed: bool = False


ACTIONS: tuple[Action, ...] = (
    Action(Act.ANSWER, Where.SCORING, N_("Answer the question"), ("0 … 9",), is_fixed=True),
    Action(Act.NOT_APPLICABLE, Where.SCORING, N_("Answer N/A"), ("N",)),
    Action(Act.NEXT, Where.SCORING, N_("Next question"), ("J", "Down", "Return")),
    Action(Act.PREVIOUS, Where.SCORING, N_("Previous question"), ("K", "Up")),
    Action(Act.FIRST, Where.SCORING, N_("First question"), ("Home",)),
    Action(Act.LAST, Where.SCORING, N_("Last question"), ("End",)),
    Action(Act.CLEAR, Where.SCORING, N_("Take the answer back"), ("Backspace", "Del")),
    Action(Act.COMMENT, Where.SCORING, N_("Write a comment"), ("C",)),
    Action(Act.MARK, Where.SCORING, N_("Set a marker where the call or the thread stands"), ("M",)),
    Action(Act.ROOT_CAUSE, Where.SCORING, N_("Choose the root cause"), ("R",)),
    Action(Act.GUIDANCE, Where.SCORING, N_("Unfold the guidance"), ("G",)),
    Action(Act.SUMMARY, Where.SCORING, N_("Write the summary"), ("S",)),
    Action(Act.TAKE, Where.SCORING, N_("Take the answer that the evidence suggests"), ("E",)),
    Action(Act.EVIDENCE, Where.SCORING, N_("Go to where the evidence is"), ("H",)),
    Action(Act.WHY, Where.SCORING, N_("Why this score"), ("Y",)),
    Action(Act.TEMPLATE, Where.SCORING, N_("Find a template"), ("Ctrl+T",)),
    Action(Act.BEST_PRACTICE, Where.SCORING, N_("Take this moment into the library of best practices"), ("Ctrl+B",)),
    Action(Act.SUBMIT, Where.SCORING, N_("Submit"), ("Ctrl+Return",)),
    Action(Act.UNDO, Where.SCORING, N_("Undo"), ("Ctrl+Z",), is_fixed=True),
    Action(Act.REDO, Where.SCORING, N_("Redo"), ("Ctrl+Shift+Z",), is_fixed=True),
    Action(Act.PLAY, Where.LISTENING, N_("Play or pause"), ("Space", "Ctrl+Space")),
    Action(Act.STEP_BACK, Where.LISTENING, N_("A step back"), ("Left", "Ctrl+Left")),
    Action(Act.STEP_FORWARD, Where.LISTENING, N_("A step forward"), ("Right", "Ctrl+Right")),
    Action(Act.REPLAY, Where.LISTENING, N_("Play again from a little before"), ("B",)),
    Action(Act.FASTER, Where.LISTENING, N_("Faster"), (".", "Ctrl+Up")),
    Action(Act.SLOWER, Where.LISTENING, N_("Slower"), (",", "Ctrl+Down")),
    Action(Act.USUAL_SPEED, Where.LISTENING, N_("As fast as it was spoken"), ("Ctrl+0",)),
    Action(Act.LOOP, Where.LISTENING, N_("Loop: set A, then B, then off"), ("L",)),
    Action(Act.SKIP_SILENCE, Where.LISTENING, N_("Skip silence, or not"), ("X",)),
    Action(Act.MUTE, Where.LISTENING, N_("Mute all, or not"), ("V",)),
    Action(Act.MUTE_AGENT, Where.LISTENING, N_("Mute the agent, or not"), ("A",)),
    Action(Act.MUTE_CUSTOMER, Where.LISTENING, N_("Mute the customer, or not"), ("U",)),
    Action(Act.LOUDER, Where.LISTENING, N_("Louder"), ("Shift+Up",)),
    Action(Act.QUIETER, Where.LISTENING, N_("Quieter"), ("Shift+Down",)),
    Action(Act.ZOOM_IN, Where.LISTENING, N_("Waveform closer"), ("+", "=")),
    Action(Act.ZOOM_OUT, Where.LISTENING, N_("Waveform farther"), ("-",)),
    Action(Act.ZOOM_WHOLE, Where.LISTENING, N_("The whole waveform"), ("W",)),
    Action(Act.PAN_BACK, Where.LISTENING, N_("Move the waveform back"), ("Shift+Left",)),
    Action(Act.PAN_FORWARD, Where.LISTENING, N_("Move the waveform on"), ("Shift+Right",)),
    Action(Act.NEXT_RECORDING, Where.LISTENING, N_("Next recording of the interaction"), ("Ctrl+PgDown",)),
    Action(Act.PREVIOUS_RECORDING, Where.LISTENING, N_("Previous recording of the interaction"), ("Ctrl+PgUp",)),
    Action(Act.LOCATE, Where.LISTENING, N_("Locate a recording that was moved"), ("Ctrl+L",)),
    Action(Act.NEXT_MARKER, Where.GOING, N_("Next marker"), ("P",)),
    Action(Act.PREVIOUS_MARKER, Where.GOING, N_("Previous marker"), ("Shift+P",)),
    Action(Act.NEXT_GAP, Where.GOING, N_("Next dead air, or long gap of a thread"), ("D",)),
    Action(Act.PREVIOUS_GAP, Where.GOING, N_("Previous dead air, or long gap"), ("Shift+D",)),
    Action(Act.NEXT_OVERLAP, Where.GOING, N_("Next talk-over, or reply of a thread, the slowest first"), ("T",)),
    Action(Act.PREVIOUS_OVERLAP, Where.GOING, N_("Previous talk-over, or quicker reply"), ("Shift+T",)),
    Action(Act.FIRST_WORD, Where.GOING, N_("The agent's first word, or first reply"), ("F",)),
    Action(Act.TO_TRANSCRIPT, Where.GOING, N_("Go to the transcript or the thread"), ("O",)),
    Action(Act.FIND, Where.GOING, N_("Find in this thread"), ("Ctrl+F",)),
    Action(Act.FIND_NEXT, Where.GOING, N_("Next place"), ("F3",)),
    Action(Act.FIND_PREVIOUS, Where.GOING, N_("Previous place"), ("Shift+F3",)),
    Action(Act.LINE_NEXT, Where.READING, N_("Next line"), ("Down",), is_fixed=True),
    Action(Act.LINE_PREVIOUS, Where.READING, N_("Previous line"), ("Up",), is_fixed=True),
    Action(Act.LINE_GO, Where.READING, N_("Go to where the line is said"), ("Return",), is_fixed=True),
    Action(Act.LINE_PLAY, Where.READING, N_("Play the line, from a little before"), ("Shift+Return",), is_fixed=True),
    Action(Act.LINE_LEAVE, Where.READING, N_("Back to the question"), ("Esc",), is_fixed=True),
    Action(Act.KEYS, Where.EVERYWHERE, N_("Show the keys"), ("?",), is_fixed=True),
    Action(Act.PALETTE, Where.EVERYWHERE, N_("Find a command"), ("Ctrl+K",), is_fixed=True),
    Action(Act.PLACES, Where.EVERYWHERE, N_("Go to a place of the rail"), ("Ctrl+1 … 9",), is_fixed=True),
    Action(Act.OPEN, Where.EVERYWHERE, N_("Open a workspace"), ("Ctrl+O",), is_fixed=True),
    Action(Act.NEW, Where.EVERYWHERE, N_("New workspace"), ("Ctrl+N",), is_fixed=True),
)

_BY_ACT = {action.act: action for action in ACTIONS}
_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_NAMED = frozenset(
    ("Space", "Return", "Backspace", "Del", "Ins", "Home", "End", "PgUp", "PgDown", "Left", "Right", "Up", "Down")
) | frozenset(f"F{number}" for number in range(1, 13))


def normal(key: str) -> str | None:
    """The one way to write a key; None for what is none. A sign that needs Shift is the sign: "?" and not "Shift+/"."""
    rest, held = key.strip(), set()
    while "+" in rest[:-1]:
        name, _, rest = rest.partition("+")
        if name.capitalize() not in _MODIFIERS:
            return None
        held.add(name.capitalize())
    if rest in _NAMED:
        name = rest
    elif len(rest) == 1 and rest.isprintable() and not rest.isspace():
        name = rest.upper()
        if not name.isalpha() and not held & {"Ctrl", "Alt", "Meta"}:
            held.discard("Shift")
    else:
        return None
    return "+".join([*(modifier for modifier in _MODIFIERS if modifier in held), name])


def action_of(act: str) -> Action | None:
    """The declared line of an act's name."""
    return next((action for action in ACTIONS if action.act == act), None)


def holds_while_writing(key: str) -> bool:
    """Whether a key is heard while somebody writes: those that write nothing themselves."""
    name = key.rpartition("+")[2]
    is_function = len(name) > 1 and name[0] == "F" and name[1:].isdigit()
    return is_function or any(f"{modifier}+" in key for modifier in ("Ctrl", "Alt", "Meta"))


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys hold now; made by `keys_in_force`."""

    by_act: Mapping[Act, tuple[str, ...]]
    by_key: Mapping[str, Act]

    def of(self, act: Act) -> tuple[str, ...]:
        """The keys of an act, its own or those of everybody."""
        return self.by_act[act]

    def act(self, key: str) -> Act | None:
        """What a key asks for, where one scores and listens."""
        return self.by_key.get(key)


@dataclass(frozen=True, slots=True)
class KeyFault:
    """Why a key cannot be had for an act: it is no key, it is kept for something else, or another act has it."""

    key: str
    is_key: bool = True
    taken_by: Action | None = None


def fault_of(keys: Keys, act: Act, key: str) -> KeyFault | None:
    """What stands against giving a key to an act; None when nothing does."""
    written = normal(key)
    if written is None:
        return KeyFault(key, is_key=False)
    if written in _RESERVED:
        return KeyFault(written, taken_by=_BY_ACT[_RESERVED[written]])
    holder = keys.act(written)
    return KeyFault(written, taken_by=_BY_ACT[holder]) if holder not in (None, act) and holder is not None else None


def keys_in_force(changed: Mapping[str, object]) -> Keys:
    """The declared keys with a person's changes, given as act → keys. A change that does not hold is left out.

    What another version of the program knew, and a key that two acts would have, does no harm: the declared key holds.
    """
    by_act = {action.act: action.keys for action in ACTIONS}
    wanted: set[Act] = set()
    for name, keys in changed.items():
        action = action_of(name)
        if action is not None and not action.is_fixed:
            by_act[action.act] = _listed(keys)
            wanted.add(action.act)
    by_key: dict[str, Act] = {}
    for action in sorted(ACTIONS, key=lambda action: action.act not in wanted):  # a changed one comes before a declared one
        if action.is_fixed:
            continue
        free = tuple(key for key in by_act[action.act] if key not in by_key and key not in _RESERVED)
        by_act[action.act] = free
        by_key.update(dict.fromkeys(free, action.act))
    by_key |= {key: act for key, act in _RESERVED.items() if act not in (Act.ANSWER, Act.PLACES)}
    return Keys(by_act, by_key)


def changes_of(keys: Mapping[Act, tuple[str, ...]]) -> dict[str, list[str]]:
    """What differs from the declared keys, as it is stored."""
    return {action.act.value: list(keys[action.act]) for action in ACTIONS if keys[action.act] != action.keys}


def what_is_wrong(changed: object) -> str | None:
    """What is wrong with stored changes, or None: for the check of the setting."""
    if not isinstance(changed, dict):
        return N_("is no table of actions and their keys")
    given: dict[str, str] = {}
    for name, keys in changed.items():
        action = action_of(name)
        if action is None or action.is_fixed:
            return N_("names an action whose keys cannot be changed")
        if not isinstance(keys, list) or any(not isinstance(key, str) or normal(key) != key for key in keys):
            return N_("has something that is no key; write keys such as M, Shift+P or Ctrl+Right")
        if any(key in _RESERVED or given.setdefault(key, name) != name for key in keys):
            return N_("gives a key to two actions")
    in_force = keys_in_force(changed)
    wanted = {action.act: tuple(changed.get(action.act.value, action.keys)) for action in ACTIONS}
    return N_("gives a key to two actions") if in_force.by_act != wanted else None


def _listed(keys: object) -> tuple[str, ...]:
    if not isinstance(keys, list | tuple):
        return ()
    return tuple(dict.fromkeys(written for key in keys if isinstance(key, str) and (written := normal(key)) is not None))


def _reserved() -> dict[str, Act]:
    """Keys that nobody can give away: the digits answer, and the window has its own."""
    kept = {str(digit): Act.ANSWER for digit in range(10)}
    kept |= {f"Ctrl+{digit}": Act.PLACES for digit in range(1, 10)}
    for action in ACTIONS:
        if action.is_fixed and action.where is not Where.READING:
            kept |= {key: action.act for key in action.keys if normal(key) == key}
    return kept


_RESERVED = _reserved()
DECLARED_KEYS = keys_in_force({})
"""The keys of a person who changed none."""
