"""Why customers get in touch: reasons with their team, how hard they are, how long they take and where they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from making.days import OUTAGE_MONDAY

if TYPE_CHECKING:
    from datetime import date
    from random import Random


@dataclass(frozen=True, slots=True)
class Reason:
    """A contact reason. `difficulty` lowers the odds of settling it at once; `talk_s` is the usual call."""

    name: str
    team: str
    queue: str
    share: float
    difficulty: float
    talk_s: int
    sales: bool = False


REASONS = (
    Reason("Invoice unclear", "Billing & Accounts", "Billing", 11, -0.3, 270),
    Reason("Charged twice", "Billing & Accounts", "Billing", 6, 0.4, 380),
    Reason("Refund not received", "Billing & Accounts", "Billing", 7, 0.5, 340),
    Reason("Payment failed", "Billing & Accounts", "Billing", 6, -0.4, 230),
    Reason("Password reset", "Billing & Accounts", "Accounts", 8, -0.8, 190),
    Reason("Change of address", "Billing & Accounts", "Accounts", 4, -0.7, 210),
    Reason("Cancellation", "Billing & Accounts", "Retention", 5, 0.5, 520, sales=True),
    Reason("No connection", "Technical Support", "Technical", 9, 0.5, 480),
    Reason("Slow connection", "Technical Support", "Technical", 8, 0.7, 510),
    Reason("Router setup", "Technical Support", "Technical", 6, 0.1, 560),
    Reason("Mobile data not working", "Technical Support", "Technical", 4, 0.3, 400),
    Reason("Mail settings", "Technical Support", "Technical", 3, 0.0, 420),
    Reason("Delivery late", "Orders & Delivery", "Orders", 9, 0.0, 240),
    Reason("Parcel lost", "Orders & Delivery", "Orders", 4, 0.9, 410),
    Reason("Wrong item", "Orders & Delivery", "Orders", 3, 0.2, 300),
    Reason("Return", "Orders & Delivery", "Orders", 5, -0.3, 260),
    Reason("Plan change", "Orders & Delivery", "Sales", 2.5, -0.1, 450, sales=True),
)

BY_NAME = {reason.name: reason for reason in REASONS}


def draw_reason(random: Random, day: date) -> Reason:
    """A reason of the day: invoices early in the month, no connection in the outage week."""
    weights = []
    since = (day - OUTAGE_MONDAY).days
    for reason in REASONS:
        weight = reason.share
        if reason.name in {"Invoice unclear", "Charged twice", "Payment failed"} and day.day <= 6:
            weight *= 1.9
        if reason.name in {"Delivery late", "Return"} and day.month == 1:
            weight *= 1.5
        if 0 <= since < 5 and reason.name == "No connection":
            weight *= 9
        if 3 <= since < 14 and reason.name == "Refund not received":
            weight *= 1.8
        weights.append(weight)
    return random.choices(REASONS, weights)[0]


SUBJECTS = {
    "en": {
        "Invoice unclear": (
            "What is this extra line on my bill?",
            "Bill higher than agreed",
            "Question about my invoice",
            "I don't understand the pro rata charge",
        ),
        "Charged twice": ("Charged twice this month", "Double payment taken", "You took the money two times"),
        "Refund not received": ("Where is my refund?", "Refund promised, nothing arrived", "Still waiting for my money back"),
        "Payment failed": ("Card declined at checkout", "Direct debit did not go through", "Payment page error"),
        "Password reset": ("Cannot log in", "Reset link never arrives", "Locked out of my account"),
        "Change of address": ("We are moving house", "New address from next month", "Wrong address on the contract"),
        "Cancellation": ("I want to cancel", "Notice of cancellation", "Leaving at the end of the term"),
        "No connection": (
            "Internet is down",
            "No connection since this morning",
            "Red light on the router",
            "Whole street is offline",
        ),
        "Slow connection": ("Very slow in the evening", "Paying for 500, getting 40", "Video calls keep freezing"),
        "Router setup": ("New router will not connect", "How do I set up the router?", "Wi-Fi name disappeared"),
        "Mobile data not working": ("No data abroad", "Mobile data stopped", "SIM shows no service"),
        "Mail settings": ("Outgoing mail refused", "Mailbox settings for a phone"),
        "Delivery late": ("Where is my order?", "Delivery was due on Monday", "Courier did not come"),
        "Parcel lost": ("Parcel marked delivered, not here", "Lost parcel", "Tracking has not moved for nine days"),
        "Wrong item": ("You sent the wrong phone", "Wrong colour in the box"),
        "Return": ("How do I send it back?", "Return label please", "Returning within 14 days"),
        "Plan change": ("Upgrade to a bigger plan", "Smaller plan please"),
    },
    "zh": {
        "Billing & Accounts": ("账单金额不对", "扣了两次费用", "退款还没到账", "无法登录账户"),
        "Technical Support": ("家里断网了", "晚上网速很慢", "路由器连不上"),
        "Orders & Delivery": ("订单一直没送到", "收到的手机颜色不对", "想申请退货"),
    },
    "ms": {
        "Billing & Accounts": (
            "Bil bulan ini lebih tinggi",
            "Caj dua kali",
            "Bayaran balik belum diterima",
            "Tidak dapat log masuk",
        ),
        "Technical Support": ("Internet terputus sejak pagi", "Talian sangat perlahan", "Router baharu tidak bersambung"),
        "Orders & Delivery": ("Bungkusan belum sampai", "Barang yang salah dihantar", "Mahu pulangkan barang"),
    },
    "ru": {
        "Billing & Accounts": ("Непонятная сумма в счёте", "Списали дважды", "Где мой возврат?", "Не могу войти в кабинет"),
        "Technical Support": ("Нет интернета", "Очень низкая скорость вечером", "Роутер не подключается"),
        "Orders & Delivery": ("Заказ не доставлен", "Прислали не тот товар", "Как оформить возврат"),
    },
}


def draw_subject(random: Random, reason: Reason, language: str) -> str:
    """What the customer wrote in the subject line."""
    texts = SUBJECTS[language]
    return random.choice(texts.get(reason.name) or texts[reason.team])
