"""Checks (or renews) the translation catalogues: nothing missing, nothing stale, compiled as committed.

`check` fails when a text of the code is not in the template, when a catalogue has stale or missing texts, or when a language
that is declared complete has an untranslated one. `update` renews template and catalogues and compiles them.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / "qa_desk.pot"
COMPLETE = ("zh_CN",)
"""Languages in which every text has to be translated."""

FIELDS_OF_NO_USE = ("POT-Creation", "PO-Revision", "Generated-By", "Last-Translator", "Report-Msgid", "Language-Team")
PLACE = re.compile(r"\{\w*\}")
KEYWORDS = {"tr": None, "N_": None, "ntr": (1, 2)}


def template() -> Catalog:
    """All texts of the code, in order of their file."""
    catalog = Catalog(project="QA Desk", version="", charset="utf-8", fuzzy=False, header_comment="# Texts of QA Desk.")
    found = extract_from_dir(ROOT / "qa_desk", keywords=KEYWORDS, method_map=[("**.py", "python")])
    for filename, _line, message, _comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(message, locations=[(f"qa_desk/{filename}", None)], context=context)
    for message in catalog:
        message.flags.discard("python-format")  # the program fills in {places}; a % is a per cent sign
    return catalog


def texts(catalog: Catalog) -> set[object]:
    """The texts of a catalogue, plural pairs as tuples."""
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog if message.id}


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue file."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_bytes(catalog: Catalog) -> bytes:
    """A catalogue as the text that is committed: no dates, no line numbers, so that a change of code changes only its texts."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, include_lineno=False, sort_by_file=True, ignore_obsolete=True, width=120)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{field}' for field in FIELDS_OF_NO_USE))]
    return "".join(kept).encode()


def mo_bytes(catalog: Catalog) -> bytes:
    """A catalogue as the program reads it; without the time it was made at, so that it is the same tomorrow."""
    catalog.creation_date = catalog.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def compiled(language: str) -> Path:
    """Where gettext looks for a language."""
    return FOLDER / language / "LC_MESSAGES" / "qa_desk.mo"


def update() -> int:
    """Renew template and catalogues, compile."""
    source = template()
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(po_bytes(source))
    for language in languages():
        path = FOLDER / f"{language}.po"
        catalog = read(path, language)
        catalog.update(source, no_fuzzy_matching=True)
        path.write_bytes(po_bytes(catalog))
        target = compiled(language)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(mo_bytes(read(path, language)))
        untranslated = [message.id for message in catalog if message.id and not _is_translated(message.string)]
        print(f"{language}: {len(texts(catalog)) - len(untranslated)} of {len(texts(catalog))} texts translated")
    return 0


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _fills_the_same(message: Message) -> bool:
    """Whether each form of the translation has the `{places}` of the text. `%` is an ordinary character here."""
    wanted = {place for text in _forms(message.id) for place in PLACE.findall(text)}
    return all(set(PLACE.findall(text)) == wanted for text in _forms(message.string) if text)


def _forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def check() -> int:
    """Say what is wrong; 0 when nothing is."""
    source, faults = texts(template()), []
    if not TEMPLATE.exists() or texts(read(TEMPLATE)) != source:
        faults.append("qa_desk.pot does not hold the texts of the code: sh .ci/do translations update")
    for language in languages():
        catalog = read(FOLDER / f"{language}.po", language)
        faults += [f"{language}: missing {text!r}" for text in sorted(map(str, source - texts(catalog)))]
        faults += [f"{language}: stale {text!r}" for text in sorted(map(str, texts(catalog) - source))]
        if not compiled(language).exists() or compiled(language).read_bytes() != mo_bytes(catalog):
            faults.append(f"{language}: the compiled catalogue is not the one that belongs to {language}.po")
        if language in COMPLETE:
            faults += [f"{language}: untranslated {m.id!r}" for m in catalog if m.id and not _is_translated(m.string)]
        faults += [f"{language}: other places to fill in than {m.id!r}" for m in catalog if m.id and not _fills_the_same(m)]
    for fault in faults[:40]:
        print(fault)
    print(f"translations: {len(source)} texts, {len(languages())} languages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(update() if sys.argv[1:] == ["update"] else check())
