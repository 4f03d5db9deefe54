"""The foot of the import page: what is to be said now, how far it is, and what can be pressed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from qa_desk.domain.language import N_, ntr, tr
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, restyle, tip

if TYPE_CHECKING:
    from qa_desk.services.imports import Preview
    from qa_desk.ui.data.wizard_state import Wizard
    from qa_desk.ui.jobs import JobProgress
    from qa_desk.ui.theme import Theme

_BAR_STEPS = 1000
_ASKED = MappingProxyType(
    {
        "date_order": N_("Which comes first in its dates, day or month? Say it above."),
        "decimal": N_("Does the comma part thousands or decimals? Say it above."),
        "units": N_("A duration says no unit: seconds, minutes or hours? Choose it beside its column."),
    }
)
"""What a command line is told to write into a mapping, said for this page."""


class WizardFoot(QWidget):
    """Signals what was pressed."""

    left = Signal()
    cancel_asked = Signal()
    dry_run_asked = Signal()
    import_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        self.message = label("", wraps=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(tr("Progress of the import"))
        self._bar.setRange(0, _BAR_STEPS)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(theme.size(240))
        self._back = button(tr("Back"), self.left.emit, role="quiet")
        self.stop = button(tr("Cancel the import"), self.cancel_asked.emit)
        self.dry = button(tr("Dry run"), self.dry_run_asked.emit)
        self.go = button(tr("Import"), self.import_asked.emit, role="primary")
        row.addWidget(self.message, 1)
        for widget in (self._bar, self._back, self.stop, self.dry, self.go):
            row.addWidget(widget)

    def show_wizard(self, wizard: Wizard) -> None:
        """What is to be said and pressed now."""
        text, meaning = _state(wizard)
        self._say(text, meaning)
        why = text if meaning == "bad" else ""
        self._bar.setVisible(wizard.is_importing)
        self._bar.setValue(0)
        self.stop.setVisible(wizard.is_importing)
        self._back.setVisible(not wizard.is_importing)
        for made in (self.dry, self.go):
            made.setVisible(bool(wizard.paths))
            made.setEnabled(wizard.can_import)
            made.setToolTip(tip(why))
            made.setAccessibleDescription(why)
        self.go.setText(tr("Import"))

    def show_progress(self, progress: JobProgress) -> None:
        """How far the import is."""
        self._bar.setRange(0, _BAR_STEPS if progress.total else 0)
        if progress.total:
            self._bar.setValue(round(min(1.0, progress.done / progress.total) * _BAR_STEPS))
        if progress.text:
            self._say(progress.text, None)

    def show_done(self) -> None:
        """Nothing is left to press but the way back."""
        self.dry.hide()
        self.go.hide()
        self._back.setText(tr("Done"))
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("", None)

    def begin(self) -> None:
        """A new import starts."""
        self._back.setText(tr("Back"))

    def _say(self, text: str, meaning: str | None) -> None:
        self.message.setText(text)
        restyle(self.message, meaning=meaning)


def _state(wizard: Wizard) -> tuple[str, str | None]:
    """What is to be said, and what it means."""
    seen = wizard.preview
    if wizard.fault or (seen and seen.problem):
        return wizard.fault or (_problem(seen) if seen else ""), "bad"
    if wizard.is_looking:
        return tr("Looking at the file …"), None
    if wizard.is_importing:
        return tr("Importing …"), None
    if seen is None:
        return "", None
    taken = ntr("{count} row will be taken", "{count} rows will be taken", seen.rows - seen.refused)
    refused = ntr("{count} refused", "{count} refused", seen.refused)
    return f"{taken}, {refused}.", None


def _problem(seen: Preview) -> str:
    """What lacks, said for this page; a file's other troubles in their own words."""
    if seen.is_summed:
        return seen.problem or ""
    if seen.is_unsure:
        return tr("The columns do not tell what the rows are: choose the kind above. Until then nothing can be imported.")
    if not seen.coverage.missing:
        words = next((text for key, text in _ASKED.items() if f'"{key}"' in (seen.problem or "")), None)
        return tr(words) if words else seen.problem or ""
    fields = ", ".join(f"“{field_name(name)}”" for name in seen.coverage.missing)
    return tr("Choose the column that holds {fields}: it is marked above. Until then nothing can be imported.", fields=fields)
