"""What five published descriptions say of each KPI, where they disagree, and the benchmarks they quote.

None of the benchmarks has a source of its own: they are shown as quotations, and never become a goal by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa_desk.domain.language import N_


@dataclass(frozen=True, slots=True)
class Said:
    """What one description calls a KPI (in its own language) and says of it."""

    source: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What stands on the card beside the formula."""

    said: tuple[Said, ...] = ()
    differs: str | None = None
    benchmark: str | None = None


SOURCES = {
    "D0": N_("Ten help desk metrics (simplified Chinese)"),
    "D1": N_("Call centre KPIs (simplified Chinese)"),
    "D2": N_("Customer service report (traditional Chinese)"),
    "D3": N_("Customer support KPIs (Malay)"),
    "D4": N_("Main indicators in customer service (Russian)"),
}
"""The descriptions, by the short names that the entries use."""

_NAMED = N_("names it, without a formula")
_IMPLIED = N_("speaks of it in passing")

DEFINITIONS: dict[str, Definition] = {
    "first_response_time": Definition(
        (
            Said("D0", "平均首次响应时间", N_("mean time to the first reply to a ticket")),
            Said("D2", "平均首次回复時間", N_("a figure of the tool, without a formula")),
            Said("D3", "Masa tindak balas pertama", _NAMED),
            Said("D4", "Среднее время ответа на первое обращение", N_("defined on messages, illustrated with telephone calls")),
        ),
        N_("They name the mean; the median is shown first, because a few long waits move a mean. Targets belong to a channel."),
        N_("60 min for tickets, 1 min for chat (first description); 60 s (fifth, written of calls). No source is given."),
    ),
    "response_time": Definition(
        (
            Said("D0", "平均响应时间", _NAMED),
            Said("D2", "平均響應時間 (ART)", N_("mean over all replies: 6 min and 8 min make 7 min")),
        ),
        N_("“ART” means the response time of all replies in one description, the resolution time in two: it never stands alone."),
    ),
    "response_time_max": Definition((Said("D2", "最慢回复時間", _NAMED),)),
    "resolution_time": Definition(
        (
            Said("D0", "平均关闭时间", N_("from the request to the solution, and also to the closing")),
            Said("D3", "Masa resolusi purata (ART)", _NAMED),
            Said("D4", "Average Resolution Time — ART", N_("time to serve a customer or to solve the problem")),
        ),
        N_("Solving and closing are used as equals; the fifth description means a handle time and praises long ones elsewhere."),
        N_("4 to 6 min, without complex questions (fifth description; a handle time of calls and chats)."),
    ),
    "interactions_per_ticket": Definition(
        (Said("D0", "平均反应", N_("messages of both sides")), Said("D2", "每張票的互動次數", N_("messages of both sides")))
    ),
    "agent_replies_to_close": Definition(
        (Said("D0", "对结语的平均反应", N_("messages of the agent alone, from the first response on")),),
        N_("The same description counts both sides under the interactions of a ticket."),
    ),
    "sla_compliance_rate": Definition(
        (Said("D0", "SLA遵从性", _NAMED),),
        N_("Leaving out what still waits beyond its target is the commonest error: here it counts as broken."),
    ),
    "first_contact_resolution_rate": Definition(
        (
            Said("D0", "首次联系解决率", N_("closed within the first interaction")),
            Said("D1", "初次通话解决率", N_("calls without a follow-up, a transfer or an escalation")),
            Said("D3", "Kadar resolusi hubungan pertama", N_("without escalation or follow-up")),
            Said(
                "D4", "Доля решенных задач при первом обращении", N_("solved the first time; a transfer within it is recommended")
            ),
        ),
        N_("They differ in channel, transfers and repeat contacts: each meaning is a variant of its own."),
        N_("70 to 75 %, more than a half (fifth description). No source is given."),
    ),
    "repeat_contact_rate": Definition((Said("D1", "重复拨打电话", _IMPLIED),)),
    "escalation_rate": Definition(
        (
            Said("D0", "升级", _IMPLIED),
            Said("D1", "升级", _IMPLIED),
            Said("D3", "Kadar peningkatan", N_("share of tickets handed to a higher tier")),
        )
    ),
    "transfer_rate": Definition((Said("D1", "连接", _IMPLIED), Said("D4", "перевести его звонок на другой отдел", _IMPLIED))),
    "reassignments_per_ticket": Definition((Said("D2", "工單重新分配的次數", N_("a vanity figure")),)),
    "ticket_volume": Definition(
        (
            Said("D0", "票流入", N_("tickets that come in")),
            Said("D2", "每天收到的客戶請求數量", N_("requests a day, for the peaks; raw totals are a vanity figure")),
            Said("D3", "Jumlah tiket", _NAMED),
        ),
        N_("A KPI for two descriptions, a vanity figure for one: here it describes, without colour and goal."),
    ),
    "tickets_handled_per_agent_day": Definition(
        (Said("D0", "平均处理的票数", N_("“average” in the heading, the total of a day in the sentence")),),
        N_("Heading and sentence disagree: the average is shown here, the total as “Tickets handled”."),
    ),
    "ticket_backlog": Definition(
        (
            Said("D0", "票积压", N_("unsolved tickets at a moment; next, those beyond the usual resolution time")),
            Said("D2", "大量未處理的票證", _NAMED),
            Said("D4", "Необработанные заявки", N_("requests that nobody has worked on")),
        ),
        N_("Three meanings, three figures: open, overdue, never answered."),
    ),
    "task_completion_rate": Definition((Said("D2", "任務績效報告", N_("tasks completed against tasks assigned")),)),
    "messages_received": Definition((Said("D2", "消息數量", _NAMED),)),
    "replies_sent": Definition((Said("D2", "回复總數", _NAMED),)),
    "handling_rate": Definition((Said("D2", "處理率", N_("used without a definition")),)),
    "session_length": Definition((Said("D2", "平均會話長度", N_("a vanity figure")),)),
    "average_handle_time": Definition(
        (
            Said("D0", "平均处理时间", N_("all time on a ticket: session, waiting, tasks after closing")),
            Said("D1", "人均解决时间", N_("talk + hold + after-call work, per call")),
            Said("D2", "平均處理時間", N_("call + waiting + after-call work")),
        ),
        N_("Touch time here; from start to finish is the resolution time. “Waiting” is the customer on hold, not in the queue."),
    ),
    "service_level": Definition(
        (Said("D1", "服务质量 (Service Level)", N_("a share of calls within so many seconds; of which calls is not said")),),
        N_("The denominator is not said: four variants, each with its own name."),
        N_("80 % within 20 s, “may go up or down” (second description)."),
    ),
    "average_speed_of_answer": Definition(
        (
            Said("D1", "均匀回复速率 (ASA)", N_("mean wait of answered calls")),
            Said("D3", "masa menunggu pelanggan", _IMPLIED),
            Said("D4", "Скорость ответа оператора на звонок клиента", _IMPLIED),
        ),
        None,
        N_("60 s to answer a call (fifth description, under the first response time)."),
    ),
    "abandonment_rate": Definition((Said("D1", "放弃率", N_("callers who hang up before an agent answers")),)),
    "conversion_rate": Definition((Said("D1", "转换率", N_("successful outcomes by calls, in sales centres")),)),
    "cost_per_contact": Definition(
        (Said("D1", "单通手机成本费 (CPC)", N_("costs divided by the calls solved")),),
        N_("“Solved” or “handled” calls: here those handled."),
    ),
    "occupancy": Definition(
        (Said("D1", "坐席市场占有率", N_("call work against the time of waiting for calls")),),
        N_("A share of the logged-in time here, not a ratio of handling to waiting."),
        N_("Lastingly above 90 % is too few people, below 75 % too many (second description)."),
    ),
    "schedule_adherence": Definition((Said("D1", "坐席遵时率", _NAMED),)),
    "agent_attrition_rate": Definition((Said("D1", "坐席流动率", _NAMED),)),
    "csat": Definition(
        (
            Said("D0", "客户满意度评分", N_("satisfied customers by those who answered")),
            Said("D1", "CSAT", _NAMED),
            Said("D2", "客戶滿意度評分", N_("share of the satisfied")),
            Said("D3", "Skor kepuasan pelanggan", N_("degree of satisfaction")),
            Said("D4", "Уровень удовлетворенности клиента", N_("a level on a scale of 1 to 5 or 1 to 10")),
        ),
        N_("A share of the satisfied or a mean level: a mean of 4.5 of 5 is “90 %” too. Both are shown; a target says of which."),
        N_("90 % “most often”, without saying of what (fifth description)."),
    ),
    "nps": Definition(
        (
            Said("D0", "净推广评分", _NAMED),
            Said("D1", "净推荐值", N_("a question from 0 to 10")),
            Said("D3", "Skor promoter bersih", _NAMED),
        )
    ),
    "ces": Definition(
        (Said("D0", "客户努力评分", _NAMED),),
        N_("Old surveys count effort, new ones ease: both are turned so that easy is high."),
    ),
    "survey_response_rate": Definition((Said("D0", "响应率", _NAMED),)),
    "customer_churn_rate": Definition((Said("D0", "客户流失率", _NAMED), Said("D3", "Kadar churn pelanggan", _NAMED))),
    "customer_retention_rate": Definition((Said("D0", "客户保留率", _NAMED), Said("D2", "客戶保留率", _NAMED))),
    "enps": Definition(
        (Said("D3", "eNPS", N_("a scale from 1 to 10, without the limits of the classes")),),
        N_("The usual scale begins at 0: figures are never joined across a change of scale."),
    ),
    "employee_pulse_score": Definition((Said("D3", "Tinjauan nadi pekerja", N_("a short survey of at most ten questions")),)),
    "one_on_one_completion": Definition((Said("D3", "Mesyuarat satu lawan satu", N_("regular meetings of an hour")),)),
    "qa_score": Definition(
        (
            Said("D1", "质量检验成绩", N_("politeness, right information, keeping to the process, empathy")),
            Said("D3", "Pemantauan jaminan kualiti (QA)", _NAMED),
        )
    ),
    "contact_driver_share": Definition((Said("D2", "客戶請求的關鍵驅動因素", N_("the five most frequent reasons")),)),
    "channel_mix": Definition((Said("D2", "最常用的聯繫渠道", _NAMED),)),
    "kb_covered_ticket_share": Definition((Said("D2", "您的知識庫中已涵蓋的問題", _NAMED),)),
    "negative_sentiment_share": Definition((Said("D2", "負面評論", _IMPLIED),)),
}
"""By the id without its variant; a KPI that none of them names has no entry."""

_SHARED = {
    "resolution_time_first": "resolution_time",
    "resolution_time_full": "resolution_time",
    "time_to_close": "resolution_time",
    "backlog_overdue": "ticket_backlog",
    "never_answered": "ticket_backlog",
    "tickets_handled": "tickets_handled_per_agent_day",
    "csat_mean": "csat",
    "talk_time": "average_handle_time",
    "hold_time": "average_handle_time",
    "after_call_work_time": "average_handle_time",
}


def definition_of(kpi_id: str) -> Definition:
    """What is said of a KPI, whatever the variant; empty where nobody says anything."""
    base = kpi_id.partition(":")[0]
    return DEFINITIONS.get(_SHARED.get(base, base), Definition())


_KEPT_OUT = {
    "is_offered": N_("inbound calls without tests, blocked ones, callbacks and voicemail"),
    "is_answered": N_("answered inbound calls without tests"),
    "is_inbound": N_("inbound calls without tests"),
    "is_latest": N_("the latest answer of each contact, within the scale"),
    "score_status": N_("randomly drawn evaluations that could be scored"),
    "is_mature": N_("whose due date has passed"),
    "is_eligible": N_("without tests, spam, merged tickets and those that an agent opened"),
    "is_counted": N_("without tests, spam and merged records"),
}


def filters_of(condition: str) -> str | None:
    """In words, what a KPI's condition lets in."""
    return next((words for mark, words in _KEPT_OUT.items() if mark in condition), None)
