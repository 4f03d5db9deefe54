"""The fields of facts about the whole centre: pulse surveys of its people, customers, costs, tasks, tags of contacts."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.sources.fields import AGENT_WORDS, CUSTOMER_WORDS, REASON_WORDS, TEAM_WORDS, Check, Field, Kind, Reading

_T, _R, _DATE, _I = Reading.TEXT, Reading.REAL, Reading.DATE, Reading.INSTANT

EMPLOYEE_PULSE = Kind(
    "employee_pulse",
    "employee_pulse",
    ("pulse_id",),
    (
        Field("pulse_id", _T, False, ("pulse id", "row id")),
        Field(
            "campaign_id", _T, True, ("campaign id", "campaign", "survey", "wave", "round", "活动", "問卷", "kempen", "кампания")
        ),
        Field("type", Reading.CHOICE, True, ("type", "survey type", "metric", "类型", "jenis", "тип"), "pulse_type", strict=True),
        Field("response_id", _T, False, ("response id", "respondent", "respondent id", "答卷编号", "id respons", "id ответа")),
        Field("question", _T, False, ("question", "question id", "item", "问题", "題目", "soalan", "вопрос")),
        Field("score", _R, False, ("score", "rating", "answer", "评分", "評分", "skor", "оценка", "балл")),
        Field("scale_min", _R, True, ("scale min", "minimum")),
        Field("scale_max", _R, True, ("scale max", "maximum")),
        Field("group_id", _T, False, (*TEAM_WORDS, "group id", "unit")),
        Field("asked_at", _I, False, ("asked at", "invited at", "sent at", "date", "responded at", "日期", "tarikh", "дата")),
    ),
    checks=(Check("score", "score < scale_min OR score > scale_max", N_("is outside the scale")),),
)
"""No field names a person, and none is to: a file's other columns are not kept."""

CUSTOMERS = Kind(
    "customers",
    "customers",
    ("customer_id",),
    (
        Field("customer_id", _T, True, (*CUSTOMER_WORDS, "id", "account", "account id")),
        Field("start_date", _DATE, True, ("start date", "start", "since", "signed up", "customer since", "开始日期",
            "開始日期", "tarikh mula", "дата начала")),
        Field("end_date", _DATE, False, ("end date", "end", "cancelled at", "cancelled", "churned", "left",
            "结束日期", "結束日期", "tarikh tamat", "дата окончания")),
        Field("segment", _T, False, ("segment", "plan", "tier", "客户类型", "客戶類型", "segmen", "сегмент")),
    ),
    checks=(Check("end_date", "end_date < start_date", N_("ends before it begins")),),
)  # fmt: skip

COSTS = Kind(
    "costs",
    "costs",
    ("cost_id",),
    (
        Field("cost_id", _T, False, ("cost id", "entry")),
        Field("period_start", _T, True),
        Field("period_end", _T, True),
        Field("cost_centre", _T, False, ("cost centre", "cost center", "成本中心", "pusat kos", "центр затрат")),
        Field("scope", _T, False, ("scope", "channel", "team", "范围", "範圍", "skop", "область")),
        Field("amount", _R, True, ("amount", "cost", "costs", "total", "金额", "金額", "jumlah", "сумма")),
        Field("currency", _T, True, ("currency", "货币", "貨幣", "mata wang", "валюта")),
    ),
)

TASKS = Kind(
    "tasks",
    "tasks",
    ("task_id",),
    (
        Field("task_id", _T, False, ("task id", "id", "任务编号", "id tugasan", "номер задачи")),
        Field("kind", _T, False, ("kind", "type", "task type", "类型", "jenis", "тип")),
        Field("assignee", _T, False, AGENT_WORDS),
        Field("assigned_at", _I, True, ("assigned at", "assigned", "created at", "created", "planned at", "分配时间",
            "tarikh diberi", "назначено")),
        Field("due_at", _I, False, ("due at", "due", "due date", "deadline", "截止日期", "tarikh akhir", "срок")),
        Field("completed_at", _I, False, ("completed at", "completed", "done at", "done", "held at", "完成时间", "tarikh selesai",
            "выполнено")),
    ),
    people=("assignee",),
)  # fmt: skip

CONTACT_TAGS = Kind(
    "contact_tags",
    "contact_tags",
    ("tag_id",),
    (
        Field("tag_id", _T, False, ("tag id",)),
        Field("ticket_id", _T, False, ("ticket id", "ticket", "工单号", "工單編號", "id tiket", "номер заявки")),
        Field("call_id", _T, False, ("call id", "uniqueid", "呼叫id", "id panggilan", "id звонка")),
        Field("driver", _T, False, (*REASON_WORDS, "tag")),
        Field("kb_article_id", _T, False, ("kb article id", "kb article", "article", "article id", "knowledge article")),
        Field(
            "sentiment", Reading.CHOICE, False, ("sentiment", "情绪", "情緒", "sentimen", "тональность"), "sentiment", strict=True
        ),
    ),
    checks=tuple(
        Check(name, "ticket_id IS NULL AND call_id IS NULL", N_("names neither a ticket nor a call"))
        for name in ("ticket_id", "call_id")
    ),
)
