from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qa_desk.media.threads as package
from qa_desk.media.threads.document import Document
from qa_desk.media.threads.registry import FORMS, SUFFIXES

if TYPE_CHECKING:
    from qa_desk.media.threads.form import Form

FOLDER = Path(package.__file__).parent


def test_each_form_has_a_name_of_its_own_a_label_and_endings() -> None:
    assert len({form.name for form in FORMS}) == len({form.label for form in FORMS}) == len(FORMS)
    for form in FORMS:
        assert re.fullmatch(r"[a-z_]+", form.name)
        assert form.suffixes
        assert all(re.fullmatch(r"\.[a-z]+", suffix) and suffix in SUFFIXES for suffix in form.suffixes)


def test_each_file_with_a_form_stands_in_the_list_and_has_a_test() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if "\nFORM = Form(" in path.read_text(encoding="utf-8")}
    assert len(files) == len(FORMS)
    assert files <= {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("a.json", json) for json in (b"[]", b"{}", b"null", b"7", b"[1, null]", b'{"a": {}}', b'[{"history": 1}]')),
        *((name, b"a,b\n\xff\xfe\x00") for name in ("a.csv", "a.txt", "a", "a.bin")),
    ],
)
def test_no_form_takes_what_is_none_and_none_stumbles_over_it(form: Form, name: str, content: bytes) -> None:
    assert not form.recognises(Document(name, content))
