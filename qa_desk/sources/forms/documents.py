"""A JSON file as Python values, refused in one line where it is not valid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa_desk.domain.encodings import decoder, detect
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.sources.opening import OpenedFile

_LARGEST = 5 << 20


def read_document(opened: OpenedFile) -> Any:  # noqa: ANN401 - whatever the file holds
    """What a JSON file holds."""
    if opened.size > _LARGEST:
        raise Refusal(tr("{file}: larger than any evaluation form; is it a table of data?", file=opened.path))
    text = decoder(detect(opened.sample, opened.is_utf8).name)(opened.content.read_bytes(), True).lstrip("\ufeff")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = tr("{file}, line {line}: not valid JSON ({problem}).", file=opened.path, line=error.lineno, problem=error.msg)
        raise Refusal(message) from error
    except (RecursionError, ValueError) as error:
        raise Refusal(tr("{file}: this JSON cannot be read as an evaluation form.", file=opened.path)) from error
