from __future__ import annotations

import pytest

from qa_desk.sources.forms.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Did the agent verify the customer?", "en"),
        ("Adakah ejen mengesahkan identiti pelanggan?", "ms"),
        ("¿El agente verificó los datos del cliente?", "es"),
        ("O atendente confirmou os dados do cliente?", "pt"),
        ("Est-ce que l’agent a vérifié les données du client ?", "fr"),
        ("Hat der Agent die Daten des Kunden geprüft?", "de"),
        ("Оператор проверил данные клиента?", "ru"),
        ("客服是否核实了客户的身份信息？", "zh_CN"),
        ("客服是否核實了客戶的身分資訊？", "zh_TW"),
        ("Чи перевірив оператор дані клієнта?", ""),
        ("Greeting", ""),
        ("一 二 三", ""),
        ("12 %", ""),
    ],
)
def test_the_language_is_told_where_it_is_clear(text: str, language: str) -> None:
    assert language_of([text]) == language
