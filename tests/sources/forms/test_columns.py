from __future__ import annotations

import pytest

from qa_desk.sources.forms.columns import find_columns, roles_of
from qa_desk.sources.forms.grid import Cell, Grid, sheet_place


def a_grid(*rows: str) -> Grid:
    return Grid("", tuple(tuple(Cell(text) for text in row.split("|")) for row in rows), sheet_place)


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Weight (%)", {"weight"}),
        ("Max. Points", {"max"}),
        ("Points awarded", {"answer"}),
        ("Answer options", {"options"}),
        ("Question group", {"section"}),
        ("Sección / Ítem de Información del Caso", {"section", "question"}),
        ("Calificación (0 o 1)", {"answer"}),
        ("Observaciones / Hallazgos Encontrados", {"remark"}),
        ("评分项目", {"question"}),
        ("一票否決", {"fatal"}),
        ("№", {"number"}),
        ("Удельный вес", {"weight"}),
        ("K.-o.-Kriterium", {"fatal"}),
        ("Favourite colour", set()),
    ],
)
def test_headers_are_told_apart(header: str, roles: set[str]) -> None:
    assert roles_of(header) & {*roles} == roles
    assert bool(roles_of(header)) == bool(roles)


def test_the_header_is_found_below_other_rows() -> None:
    columns = find_columns(a_grid("Quality form", "Agent:|Aisyah", "|", "No|Criteria|Weight|Yes|No|Comments", "1|Greeting|5"))
    assert columns is not None
    assert (columns.header, columns.body, columns.levels) == (3, 4, (3, 4))
    assert {role: found for role, found in columns.roles.items()} == {
        "number": (0,),
        "question": (1,),
        "weight": (2,),
        "remark": (5,),
    }


def test_a_table_of_something_else_has_no_header_of_a_form() -> None:
    assert find_columns(a_grid("id|created_at|assignee|status|description|group|type|via", "1|2|3|4|5|6|7|8")) is None
    assert find_columns(a_grid("just words", "and more")) is None
