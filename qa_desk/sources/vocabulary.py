"""The words that files use for the values of a closed list: `Y`, `sim`, `да` are yes; `Pending Customer Response` is pending.

Keys are folded like headers. A word that is not here is kept as it came (and said), or refused where the list is strict.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

YES = ("1", "true", "t", "yes", "y", "on", "x", "sim", "s", "si", "sí", "oui", "ja", "ya", "да", "是", "1.0", "high is good")
NO = ("0", "false", "f", "no", "n", "off", "não", "nao", "non", "nein", "tidak", "нет", "否", "0.0", "low is good")


def _words(**meanings: str) -> Mapping[str, str]:
    return MappingProxyType({word: meaning for meaning, words in meanings.items() for word in (meaning, *words.split("|"))})


VOCABULARIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "channel": _words(
            email="e mail|mail|correo|courriel|邮件|電子郵件|电子邮件|emel|почта|эл. почта",
            chat="live chat|webchat|web chat|messaging|在线聊天|聊天|sembang|чат",
            phone="call|voice|telephone|tel|电话|電話|telefon|телефон|звонок",
            social="social media|facebook|twitter|instagram|whatsapp|社交媒体|社群媒體|media sosial|соцсети",
            web="web form|webform|portal|self service|网页|網頁|laman web|веб|веб форма",
            api="web service",
        ),
        "status": {
            **_words(
                new="novo|nuevo|nouveau|neu|新建|新|baharu|новый|новая",
                open="in progress|active|assigned|work in progress|reopened|aberto|abierto|ouvert|offen|em atendimento|"
                "打开|处理中|開啟|"
                "處理中|dibuka|открыт|открыта|в работе",
                pending="pending customer response|waiting on customer|awaiting user info|pendente|pendiente|en attente|"
                "wartend|待处理|等待中|"
                "待處理|tertangguh|ожидание|в ожидании",
                solved="resolved|done|fixed|solucionado|resolvido|resuelto|résolu|gelöst|已解决|已解決|selesai|решен|решён|решена",
                closed="fechado|cerrado|fermé|clos|geschlossen|已关闭|已關閉|ditutup|закрыт|закрыта",
                deleted="trash|已删除|удалён",
            ),
            **dict.fromkeys(("hold", "on hold", "onhold"), "on-hold"),
        },
        "origin": _words(customer="inbound|end user", agent="outbound|proactive", system="automatic|api"),
        "event": _words(
            message="comment|reply|public comment|note",
            status="status change|state|status changed",
            assigned="assignment|assignee",
            escalated="escalation",
            merged="merge",
            transferred="transfer",
        ),
        "actor": _words(
            customer="end user|user|requester|contact", agent="admin|staff|operator", bot="automation|trigger", system="api"
        ),
        "visibility": _words(public="true|1|yes|external", internal="false|0|no|private"),
        "direction": _words(
            **{"in": "inbound|incoming|呼入|来电|來電|masuk|входящий", "out": "outbound|outgoing|呼出|去电|去電|keluar|исходящий"}
        ),
        "call_result": _words(
            answered="y|yes|true|1|answer|success|successful|handled|completed|connected|sim|oui|ja|ya|да|是|接通|已接|已接通|已接聽|已接听|dijawab|отвечен|принят",
            abandoned="n|no|false|0|no answer|noanswer|missed|unanswered|lost|не отвечен|пропущен|потерян|não|nao|non|"
            "nein|tidak|нет|否|"
            "放弃|放棄|未接|未接通|terlepas",
            blocked="busy|failed|congestion|rejected|忙线|忙線|sibuk|занято",
            callback="call back|回拨|回撥|обратный звонок",
            voicemail="voice mail|语音信箱|語音信箱|голосовая почта",
        ),
        "survey_type": _words(
            csat="customer satisfaction|satisfaction|c sat",
            nps="net promoter score|net promoter",
            ces="customer effort score",
            fcr="first contact resolution|resolved at first contact",
        ),
        "agent_state": _words(
            available="idle|ready|free|空闲|空閒|sedia|готов|свободен",
            talk="talking|on call|in call|busy|通话|通話|разговор",
            hold="on hold|保持",
            acw="wrap up|wrapup|after call work|话后|話後",
            meal="lunch|午餐|makan|обед",
            offline="logged out|logoff|logout|签出|登出",
            **{"break": "pause|rest|小休|休息|rehat|перерыв"},
            training="coaching|培训|培訓|latihan|обучение",
            meeting="会议|會議|mesyuarat|совещание",
            work="shift|working|day|班次|上班|kerja|смена|работа",
        ),
        "pulse_type": _words(enps="employee nps|employee net promoter score|nps", pulse="survey|engagement"),
        "sentiment": _words(
            positive="pos|good|正面|积极|positif|положительная|позитивная",
            neutral="neu|mixed|中性|neutral|нейтральная",
            negative="neg|bad|负面|負面|消极|negatif|отрицательная|негативная",
        ),
        "exit_type": _words(voluntary="resigned", involuntary="dismissed|terminated", internal="moved|transfer"),
    }
)
