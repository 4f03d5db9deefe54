"""What each kind of fact is made of: its canonical fields, how each is read, and the headers under which files carry it.

The synonyms are folded (case, spaces, `_`, `-` do not matter) and come from exports in the wild and from how the five
languages of the program name the figures. A header that is a synonym of two fields is asked about, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qa_desk.domain.language import N_


class Reading(Enum):
    """How a cell becomes a value."""

    TEXT = "text"
    INSTANT = "instant"
    ELAPSED = "elapsed"
    """An instant, or a duration counted from `Field.since`: the column's values tell which."""
    DURATION = "duration"
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column."""

    name: str
    reading: Reading = Reading.TEXT
    needed: bool = False
    """The file must have a column (or a constant) for it, and a row without it is refused."""
    synonyms: tuple[str, ...] = ()
    choices: str | None = None
    """The list of words in `vocabulary.py` that the values belong to."""
    strict: bool = False
    """Values outside the choices are refused; else they are kept as they came."""
    default: str | int | float | None = None
    since: str | None = None
    """The field that a duration is counted from."""
    filled: bool = False
    """Where there is a column for it, a row without it is refused."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several fields of a row: `wrong` is SQL over the canonical names."""

    field: str
    wrong: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact: the table it is stored in, its identity and its fields."""

    name: str
    table: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    has_custom: bool = False
    """Columns of the file that no field takes are kept beside the row."""
    people: tuple[str, ...] = ()
    """Fields that name an agent."""
    checks: tuple[Check, ...] = ()

    def must_be_filled(self, field: Field) -> bool:
        """Whether a row is refused where the field's column is empty: what is needed, and what tells one row from another.

        A membership without a first day is no such fault: it has always held.
        """
        return field.needed or field.filled or (field.name in self.key and field.reading is not Reading.DATE)

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)


_T, _I, _E, _D, _N = Reading.TEXT, Reading.INSTANT, Reading.ELAPSED, Reading.DURATION, Reading.INTEGER
_F, _C, _R, _DATE = Reading.FLAG, Reading.CHOICE, Reading.REAL, Reading.DATE

AGENT_WORDS = (
    "agent", "agent id", "agent name", "assignee", "assignee id", "assigned to", "assigned agent", "assigned agent email",
    "agent email", "owner", "operator", "handled by", "resolved by", "atendente", "técnico", "agente", "conseiller",
    "bearbeiter", "客服", "坐席", "坐席姓名", "客服人员", "處理人", "处理人", "客服人員", "座席", "ejen", "ejen bertugas",
    "оператор", "исполнитель", "сотрудник", "агент",
)  # fmt: skip
CUSTOMER_WORDS = (
    "customer id", "customer", "requester", "requester id", "requester email", "requester name", "customer email",
    "customer name", "contact id", "contact email", "contact name", "caller id", "caller", "callerid", "email", "requerente",
    "solicitante", "demandeur", "客户", "客户编号", "客户id", "客戶", "客戶編號", "pelanggan", "id pelanggan", "клиент",
    "заявитель",
)  # fmt: skip
REASON_WORDS = (
    "reason", "driver", "contact reason", "contact driver", "category", "topic", "ticket type", "type", "complaint type",
    "ticket category", "issue type", "call reason", "categoria", "catégorie", "motif", "kategorie", "分类", "问题类型",
    "原因", "主题分类",
    "分類", "問題類型", "kategori", "sebab", "категория", "причина", "тема обращения",
)  # fmt: skip
TEAM_WORDS = (
    "team", "team id", "group", "group name", "group id", "assignment group", "department", "grupo", "groupe", "équipe", "equipe",
    "gruppe", "团队", "组", "小组", "技能组", "團隊", "群組", "pasukan", "kumpulan", "jabatan", "группа", "команда", "отдел",
)  # fmt: skip
_CHANNEL = (
    "channel", "ticket channel", "via", "via channel", "source", "contact type", "medium", "origin channel",
    "open data channel type",
    "canal", "kanal", "渠道", "来源", "渠道类型", "管道", "來源", "saluran", "канал", "источник",
)  # fmt: skip
_STATUS = (
    "status", "ticket status", "state", "incident state", "estado", "statut", "situação", "状态", "工单状态", "狀態", "工單狀態",
    "статус", "состояние",
)  # fmt: skip
_CREATED = (
    "created at", "created", "created date", "created time", "creation date", "date created", "opened at", "opened", "open date",
    "sys created at", "ticket created", "data abertura", "data de abertura", "fecha de creación", "date de création",
    "date d'ouverture",
    "erstellt", "erstellt am", "创建时间", "创建日期", "提交时间", "建立時間", "建立日期", "開單時間", "tarikh dibuka",
    "tarikh dicipta",
    "дата создания", "создано", "дата открытия",
)  # fmt: skip

TICKETS = Kind(
    "tickets",
    "tickets",
    ("ticket_id",),
    (
        Field("ticket_id", _T, True, ("ticket id", "id", "ticket", "ticket number", "number", "case id", "case number",
            "incident",
            "incident id", "unique key", "key", "issue key", "ticker", "nº", "工单号", "工单编号", "票号", "工單編號", "工單號",
            "id tiket", "no tiket", "номер", "номер заявки", "id заявки")),
        Field("created_at", _I, False, _CREATED, filled=True),
        Field("channel", _C, False, _CHANNEL, "channel"),
        Field("priority", _T, False, ("priority", "ticket priority", "urgency", "prioridade", "prioridad", "priorité",
            "priorität",
            "优先级", "優先級", "優先順序", "keutamaan", "приоритет")),
        Field("team", _T, False, TEAM_WORDS),
        Field("assignee", _T, False, AGENT_WORDS),
        Field("customer_id", _T, False, CUSTOMER_WORDS),
        Field("reason", _T, False, REASON_WORDS),
        Field("subject", _T, False, ("subject", "ticket subject", "title", "summary", "short description", "raw subject",
            "assunto",
            "asunto", "sujet", "betreff", "主题", "标题", "主旨", "標題", "tajuk", "тема", "заголовок")),
        Field("status", _C, False, _STATUS, "status"),
        Field("merged_into", _T, False, ("merged into", "merged into id", "merged to")),
        Field("is_spam", _F, False, ("is spam", "spam"), default=0),
        Field("is_test", _F, False, ("is test", "test"), default=0),
        Field("origin", _C, False, ("origin",), "origin", default="customer"),
        Field("language", _T, False, ("language", "ticket language", "locale", "语言", "語言", "bahasa", "язык")),
        Field("first_reply_at", _E, False, ("first reply at", "first response at", "first response time", "first reply time",
            "first response", "initial response time", "time to first response", "frt", "first response time — frt",
            "first reply",
            "primeira resposta", "première réponse", "erste antwort", "首次响应时间", "平均首次响应时间", "第一次响应时间",
            "第一次回复时间",
            "首次回复时间", "首次回覆時間", "平均第一次响应", "平均第一反应时间", "平均首次回复時間", "masa tindak balas pertama",
            "среднее время ответа на первое обращение", "время первого ответа"), since="created_at"),
        Field("first_reply_business_s", _D, False, ("first reply business s", "first reply time within business hours",
            "first response time within business hours", "first reply time business hours")),
        Field("first_solved_at", _E, False, ("first solved at", "first resolution time", "first resolved at"),
            since="created_at"),
        Field("solved_at", _E, False, ("solved at", "resolved at", "resolved time", "resolution date", "resolved",
            "solution date",
            "time to resolution", "resolution time", "full resolution time", "resolved date", "data solução", "data de solução",
            "fecha de solución", "date de résolution", "gelöst am", "解决时间", "票务解决时间", "到关闭时间", "解決時間",
            "average resolution time — art",
            "masa resolusi", "masa resolusi purata", "среднее время обслуживания клиента или решения проблемы",
            "дата решения", "решено", "время решения"), since="created_at"),
        Field("solved_business_s", _D, False, ("solved business s", "full resolution time within business hours",
            "resolution time within business hours")),
        Field("closed_at", _E, False, ("closed at", "closed", "closed date", "closed time", "date closed", "close date",
            "data fechamento", "data de fechamento", "fecha de cierre", "date de clôture", "geschlossen am", "关闭时间",
            "關閉時間",
            "tarikh ditutup", "дата закрытия", "закрыто"), since="created_at"),
        Field("agent_replies", _N, False, ("agent replies", "replies", "agent interactions", "对结语的平均反应",
            "对闭包的平均响应", "对关闭的平均响应", "对闭包的平均反应", "每个决议的响应")),
        Field("public_messages", _N, False, ("public messages", "messages", "comments", "interactions", "平均反应",
            "每張票的互動次數", "每票的交互總數")),
        Field("reopens", _N, False, ("reopens", "reopen count", "reopened")),
        Field("escalations", _N, False, ("escalations", "escalation count", "escalated", "升级", "升級",
            "kadar peningkatan")),
    ),
    has_custom=True,
    people=("assignee",),
)  # fmt: skip

TICKET_EVENTS = Kind(
    "ticket_events",
    "ticket_events",
    ("ticket_id", "seq"),
    (
        Field("ticket_id", _T, True, ("ticket id", "ticket", "case id", "id", "工单号", "工單編號", "id tiket", "номер заявки")),
        Field("seq", _N, False, ("seq", "sequence", "no", "event no")),
        Field("at", _I, True, ("at", "time", "timestamp", "created at", "created", "date", "时间", "時間", "masa", "время",
            "дата")),
        Field("type", _C, True, ("type", "event", "event type", "类型", "類型", "jenis", "тип"), "event", strict=True),
        Field("actor", _C, True, ("actor", "author type", "actor type", "role"), "actor", strict=True),
        Field("actor_id", _T, False, ("actor id", "author", "author id", "user id", "agent", "agent id")),
        Field("visibility", _C, False, ("visibility", "public"), "visibility", strict=True, default="public"),
        Field("value", _T, False, ("value", "new status", "new value", "status")),
        Field("handle_s", _D, False, ("handle s", "handle time", "handling time", "touch time", "time tracked")),
    ),
)  # fmt: skip

CALLS = Kind(
    "calls",
    "calls",
    ("call_id",),
    (
        Field("call_id", _T, False, ("call id", "id", "uniqueid", "unique id", "call uuid", "session id", "interaction id",
            "contact id",
            "呼叫id", "通话id", "呼叫編號", "通话编号", "id panggilan", "id звонка", "номер звонка")),
        Field("direction", _C, False, ("direction", "call direction", "call type", "呼叫方向", "方向", "arah", "направление"),
            "direction",
            strict=True, default="in"),
        Field("queue", _T, False, ("queue", "queue name", "skill", "split", "skill group", "line", "队列", "技能组", "佇列",
            "baris gilir",
            "очередь")),
        Field("offered_at", _I, False, ("offered at", "offered", "start", "start time", "call start", "call start time",
            "calldate",
            "call date", "date time", "datetime", "timestamp", "arrival time", "call time", "date", "日期", "tarikh", "дата",
            "开始时间", "呼叫时间", "來電時間", "開始時間",
            "masa mula", "начало", "время звонка", "дата и время")),
        Field("result", _C, True, ("result", "outcome", "disposition", "call result", "answered", "answered (y/n)", "call status",
            "status", "结果", "呼叫结果", "結果", "keputusan", "результат", "статус"), "call_result", strict=True),
        Field("wait_s", _D, False, ("wait s", "wait", "wait time", "waiting time", "queue time", "time in queue",
            "speed of answer",
            "speed of answer in seconds", "asa", "average speed of answer", "均匀回复速率",
            "ring time", "answer speed", "等待时长", "排队时长", "等候時間", "masa menunggu",
            "masa menunggu pelanggan", "время ожидания", "скорость ответа оператора на звонок клиента")),
        Field("talk_s", _D, False, ("talk s", "talk", "talk time", "talk duration", "avgtalkduration", "avg talk duration",
            "billsec",
            "conversation time", "call duration", "通话时间", "通话时长", "总会话时间", "呼叫時間", "通話時間", "通話時長",
            "masa bercakap",
            "время разговора", "длительность разговора")),
        Field("hold_s", _D, False, ("hold s", "hold", "hold time", "维持时长", "保持时长", "保留時間", "masa tahan",
            "время удержания")),
        Field("acw_s", _D, False, ("acw s", "acw", "wrap up", "wrapup", "wrap up time", "wrap time", "after call work",
            "after call work time", "after contact work", "话后处理", "话后处理工艺",
            "完成任何关闭后任务所花费的时间", "话后时长", "呼叫後工作", "話後處理",
            "kerja selepas panggilan",
            "постобработка")),
        Field("agent", _T, False, (*AGENT_WORDS, "member")),
        Field("customer_id", _T, False, (*CUSTOMER_WORDS, "phone", "phone number", "ani", "cli", "src", "from", "number",
            "customer phone")),
        Field("reason", _T, False, (*REASON_WORDS, "wrap up code", "wrapup code")),
        Field("transferred", _F, False, ("transferred", "transfer", "is transferred")),
        Field("transfer_to", _T, False, ("transfer to", "transferred to")),
        Field("sales_eligible", _F, False, ("sales eligible", "eligible")),
        Field("converted", _F, False, ("converted", "conversion", "sale", "sold")),
        Field("is_test", _F, False, ("is test", "test"), default=0),
    ),
    has_custom=True,
    people=("agent",),
)  # fmt: skip

SURVEYS = Kind(
    "surveys",
    "surveys",
    ("response_id",),
    (
        Field("response_id", _T, False, ("response id", "responseid", "id", "survey id", "survey response id", "答卷编号",
            "id respons",
            "id ответа")),
        Field("type", _C, True, ("type", "survey type", "metric", "类型", "jenis", "тип"), "survey_type", strict=True),
        Field("sent_at", _I, False, ("sent at", "sent", "send date", "invited at", "发送时间", "發送時間", "отправлено")),
        Field("responded_at", _I, False, ("responded at", "responded", "response date", "recorded date", "recordeddate",
            "answered at",
            "completed at", "submitted at", "date", "timestamp", "created at", "end date", "提交时间", "答复时间", "回覆時間",
            "tarikh respons", "дата ответа")),
        Field("score", _R, False, ("score", "rating", "survey score", "satisfaction rating", "satisfaction score",
            "customer satisfaction rating", "评分", "得分", "評分", "skor", "оценка", "балл")),
        Field("scale_min", _R, True, ("scale min", "minimum")),
        Field("scale_max", _R, True, ("scale max", "maximum")),
        Field("high_is_good", _F, False, ("high is good", "anchor"), default=1),
        Field("comment", _T, False, ("comment", "comments", "feedback", "feedback comment", "verbatim", "explication", "remarks",
            "satisfaction comment", "commentaire", "comentario", "comentário", "评论", "意见", "意見", "評論", "komen", "ulasan",
            "комментарий", "отзыв")),
        Field("ticket_id", _T, False, ("ticket id", "ticket", "工单号", "工單編號", "id tiket", "номер заявки")),
        Field("call_id", _T, False, ("call id", "uniqueid", "呼叫id", "id panggilan", "id звонка")),
        Field("agent", _T, False, AGENT_WORDS),
        Field("customer_id", _T, False, (*CUSTOMER_WORDS, "contact email address", "externalreference")),
        Field("channel", _C, False, (*_CHANNEL, "distribution channel", "distributionchannel"), "channel"),
    ),
    has_custom=True,
    people=("agent",),
    checks=(Check("score", "score < scale_min OR score > scale_max", N_("is outside the scale")),),
)  # fmt: skip

_START = ("start", "start at", "start time", "from", "begin", "shift start", "开始", "开始时间", "開始", "mula", "начало")
_END = (
    "end",
    "end at",
    "end time",
    "to",
    "until",
    "finish",
    "shift end",
    "结束",
    "结束时间",
    "結束",
    "tamat",
    "конец",
    "окончание",
)

_ENDS_BEFORE_IT_BEGINS = Check("end_at", "end_at < start_at", N_("ends before it begins"))

AGENT_STATES = Kind(
    "agent_states",
    "agent_states",
    ("agent", "start_at", "state"),
    (
        Field("agent", _T, True, AGENT_WORDS),
        Field("start_at", _I, True, _START),
        Field("end_at", _I, True, _END),
        Field(
            "state",
            _C,
            True,
            ("state", "status", "agent state", "aux code", "状态", "狀態", "keadaan", "состояние", "статус"),
            "agent_state",
        ),
    ),
    people=("agent",),
    checks=(_ENDS_BEFORE_IT_BEGINS,),
)

SCHEDULE = Kind(
    "schedule",
    "schedule",
    ("agent", "start_at", "activity"),
    (
        Field("agent", _T, True, AGENT_WORDS),
        Field("start_at", _I, True, _START),
        Field("end_at", _I, True, _END),
        Field(
            "activity",
            _C,
            False,
            ("activity", "shift", "type", "活动", "活動", "aktiviti", "активность"),
            "agent_state",
            default="work",
        ),
    ),
    people=("agent",),
    checks=(_ENDS_BEFORE_IT_BEGINS,),
)

ROSTER = Kind(
    "roster",
    "roster",
    ("agent_id", "valid_from"),
    (
        Field("agent_id", _T, True, (*AGENT_WORDS, "id", "employee id", "employee", "工号", "員工編號", "id pekerja",
            "табельный номер")),
        Field("name", _T, False, ("name", "full name", "display name", "employee name", "姓名", "nama", "имя", "фио")),
        Field("email", _T, False, ("email", "e-mail", "mail", "邮箱", "電子郵件", "emel", "почта")),
        Field("team_id", _T, True, (*TEAM_WORDS, "team name")),
        Field("role", _T, False, ("role", "job", "position", "角色", "岗位", "peranan", "роль", "должность")),
        Field("fte", _R, False, ("fte", "full time equivalent")),
        Field("valid_from", _DATE, False, ("valid from", "from", "start", "since", "team since", "生效日期", "sah dari",
            "действует с")),
        Field("valid_to", _DATE, False, ("valid to", "to", "end", "until", "失效日期", "sah hingga", "действует по")),
        Field("hire_date", _DATE, False, ("hire date", "hired", "joined", "入职日期", "到職日", "tarikh mula kerja",
            "дата приёма")),
        Field("exit_date", _DATE, False, ("exit date", "left", "leaving date", "离职日期", "離職日", "дата увольнения")),
        Field("exit_type", _C, False, ("exit type",), "exit_type", strict=True),
        Field("lead_name", _T, False, ("lead", "lead name", "team lead", "supervisor", "manager", "组长", "組長", "ketua",
            "руководитель")),
    ),
    people=(),
)  # fmt: skip
