"""Settings: declared once, checked, stored all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.workspace.settings import SETTINGS, get_setting, get_settings, set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def test_each_default_passes_its_own_check() -> None:
    assert [declared.key for declared in SETTINGS if declared.check(declared.default)] == []


def test_a_stored_value_comes_back_and_the_rest_are_defaults(workspace: Workspace) -> None:
    set_settings(workspace, {"timezone": "Asia/Kuala_Lumpur", "sl_threshold_s": 30})
    values = get_settings(workspace)
    assert (values["timezone"], values["sl_threshold_s"], values["fcr_window_days"]) == ("Asia/Kuala_Lumpur", 30, 7)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("sl_threshold_s", -1),
        ("sl_threshold_s", "soon"),
        ("sl_threshold_s", True),
        ("calendar", {"weekdays": [7], "open": "09:00", "close": "17:00"}),
        ("calendar", {"weekdays": [0], "open": "18:00", "close": "17:00"}),
        ("agent_channel", "middle"),
        ("no_such_setting", 1),
    ],
)
def test_one_wrong_value_refuses_them_all(workspace: Workspace, key: str, value: object) -> None:
    with pytest.raises(Refusal, match=key):
        set_settings(workspace, {"short_abandon_s": 9, key: value})
    assert get_setting(workspace, "short_abandon_s") == 5
