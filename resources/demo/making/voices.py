"""What customers write under a survey, by language and by how they were left; `{reason}` is the matter they came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from making.contacts import Contact

GOOD = {
    "en": (
        "Sorted in one go, thank you.",
        "She actually listened and did not read from a script.",
        "Quick answer and he told me exactly what would happen next.",
        "Patient with me although I asked the same thing twice.",
        "First time in years that I did not have to call back.",
        "Clear, polite, done in five minutes.",
        "Explained the bill line by line. Much appreciated.",
        "Rang me back when promised.",
        "Good service, but the hold music must go.",
        "The problem was ours and still they helped.",
        "Honest about what they could not do. I respect that.",
        "Replied faster than I could make tea.",
        "Very kind to my mother, who is 84.",
        "Excellent. No transfer, no waiting.",
        "He found the mistake my bank could not.",
        "Friendly and to the point.",
        "Got a proper apology and a credit.",
        "All good now.",
    ),
    "zh": (
        "客服很耐心，一次就解决了。",
        "回复很快，说明也清楚。",
        "态度很好，谢谢！",
        "中文服务真方便。",
        "问题当天就处理好了。",
        "讲解账单很仔细。",
    ),
    "ms": (
        "Sangat membantu, terima kasih.",
        "Masalah selesai dalam satu panggilan.",
        "Penerangan yang jelas dan sopan.",
        "Cepat dan mesra.",
        "Ejen faham masalah saya.",
    ),
    "ru": (
        "Всё решили с первого раза, спасибо.",
        "Вежливо и быстро.",
        "Подробно объяснили счёт.",
        "Оператор перезвонил, как обещал.",
        "Приятно, что можно говорить по-русски.",
        "Без лишних вопросов, по делу.",
    ),
}

MIDDLING = {
    "en": (
        "Problem solved, but I had to explain it twice.",
        "OK in the end. Too slow to begin with.",
        "Polite, though I am still not sure when the credit arrives.",
        "The answer was right but read like a form letter.",
        "Fine, just a long wait.",
        "Could have been told this on day one.",
    ),
    "zh": ("解决了，但等得有点久。", "回复像模板，没有针对我的问题。", "还行。"),
    "ms": ("Selesai, tetapi perlu menunggu lama.", "Boleh diperbaiki lagi.", "Jawapan agak umum."),
    "ru": ("Решили, но пришлось долго ждать.", "Нормально, но ответ шаблонный.", "Пришлось объяснять два раза."),
}

BAD = {
    "en": (
        "Third time I write about the same thing.",
        "Was cut off in the middle of the call.",
        "Nobody reads the earlier messages. I had to start from zero.",
        "Promised a call back on Tuesday. It is Friday.",
        "He interrupted me all the time.",
        "Copy and paste answer that had nothing to do with my question.",
        "Passed from one department to the next.",
        "The ticket was closed and the problem is still there.",
        "Rude. Sighed when I asked for a supervisor.",
        "You ask for my feedback but not for my router's red light.",
        "I waited {wait} and then got a link to the FAQ.",
        "Still no refund. Taking this to the regulator.",
        "Wrong information, and it cost me money.",
        "She did not know the product at all.",
    ),
    "zh": (
        "等了很久没人理。",
        "说好回电，一直没有。",
        "问题没解决就关闭了工单。",
        "客服不了解产品，答非所问。",
        "同样的事我说了三遍。",
    ),
    "ms": (
        "Masih belum selesai.",
        "Sudah tiga kali hubungi, jawapan sama.",
        "Ejen tidak faham masalah saya.",
        "Menunggu terlalu lama.",
        "Tiada siapa telefon balik.",
    ),
    "ru": (
        "Третий раз пишу об одном и том же.",
        "Обещали перезвонить и не перезвонили.",
        "Заявку закрыли, а проблема осталась.",
        "Оператор перебивал и торопился.",
        "Отписка, а не ответ.",
    ),
}

OUTAGE = {
    "en": (
        "Two days offline and nobody could say when it would be back.",
        "I understand that things break. Silence I do not understand.",
        "Forty minutes in the queue to hear that you know about the outage.",
        "My shop could not take cards for two days. Where is my compensation?",
        "The agent was nice but plainly knew less than the local radio.",
        "Email answered after three days: 'please restart your router'. Really.",
        "Work from home, no internet, no answer. Changing provider.",
        "Status page said all fine while our whole street was dark.",
    ),
    "zh": ("断网两天，没有人能说明情况。", "排队四十分钟，只听到一句“我们知道了”。"),
    "ms": ("Dua hari tiada internet, tiada penjelasan.", "Menunggu 40 minit hanya untuk diberitahu ada gangguan."),
    "ru": ("Два дня без интернета, и никто ничего не знает.", "Сорок минут ожидания ради фразы «мы в курсе»."),
}


def comment(random: Random, contact: Contact, score: int, in_outage: bool) -> str:
    """A comment that fits the score, the language and the week."""
    if in_outage and score <= 3 and contact.reason.name in {"No connection", "Slow connection"}:
        pool = OUTAGE
    else:
        pool = GOOD if score >= 4 else MIDDLING if score == 3 else BAD
    wait = f"{(contact.wait_s or 0) // 60} minutes" if (contact.wait_s or 0) > 180 else "for ever"
    return random.choice(pool[contact.language]).replace("{wait}", wait)
