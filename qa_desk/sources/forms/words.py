"""The words by which forms name their columns and answers.

English, Chinese, Malay, Russian, Spanish, Portuguese, French, German. Everything is folded (`grid.words_of`) before it is
compared. Words without spaces (Chinese) are looked for anywhere in a text, the others as whole words.
"""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.sources.forms.grid import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WIDE = re.compile(r"[\u3400-\u9fff]")


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(words_of(phrase) for phrase in text.split("|"))


COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "question": _phrases(
            "question|questions|criterion|criteria|criterias|parameter|parameters|sub parameter|attribute|attributes|item|"
            "items|"
            "standard|standards|behaviour|behavior|behaviours|behaviors|skill|competency|checkpoint|check point|line item|"
            "checklist|requirement|what to check|question text|text|"
            "问题|問題|评分项|評分項目|评分项目|考核项|考核项目|考核内容|检查项|检查项目|檢查項目|检查点|质检项|质检项目|"
            "质检内容|"
            "评估项|评估项目|評估項目|評核項目|评估内容|指标|指標|项目|項目|细则|細項|题目|題目|"
            "soalan|kriteria|perkara|butiran|parameter penilaian|item penilaian|"
            "вопрос|вопросы|критерий|критерии|параметр|параметры|пункт|показатель|что проверяем|что оцениваем|"
            "pregunta|preguntas|criterio|criterios|ítem|ítems|parámetro|parámetros|aspecto|aspectos|atributo|indicador|"
            "pergunta|perguntas|critério|critérios|quesito|quesitos|item avaliado|parâmetro|"
            "critère|critères|élément|point de contrôle|indicateur|"
            "frage|fragen|kriterium|kriterien|merkmal|merkmale|prüfpunkt|prüfpunkte"
        ),
        "section": _phrases(
            "section|sections|category|categories|area|area of evaluation|group|question group|module|pillar|dimension|stage|"
            "phase|block|domain|main parameter|"
            "类别|類別|分类|分類|部分|模块|模組|板块|维度|維度|大类|大項|环节|環節|一级指标|阶段|階段|"
            "bahagian|kategori|seksyen|kumpulan|"
            "раздел|категория|блок|группа|этап|секция|"
            "sección|categoría|área|bloque|grupo|etapa|"
            "seção|secção|categoria|bloco|"
            "catégorie|rubrique|domaine|thème|étape|"
            "abschnitt|kategorie|bereich|gruppe|block"
        ),
        "weight": _phrases(
            "weight|weights|weighting|weightage|weight %|% weight|question weight|%|"
            "权重|權重|占比|佔比|比重|权重%|"
            "pemberat|wajaran|pemberatan|"
            "вес|веса|вес %|удельный вес|весовой коэффициент|коэффициент|"
            "peso|ponderación|ponderacion|peso %|porcentaje|"
            "ponderação|percentual|"
            "poids|pondération|coefficient|"
            "gewicht|gewichtung"
        ),
        "max": _phrases(
            "max|maximum|max points|maximum points|max score|maximum score|points possible|possible points|possible score|"
            "points available|available points|out of|full marks|full score|max marks|total points|total marks|point value|"
            "满分|滿分|分值|标准分|標準分|最高分|配分|总分值|"
            "markah penuh|markah maksimum|mata maksimum|skor maksimum|"
            "макс балл|максимум|максимальный балл|макс оценка|максимальная оценка|максимальное количество баллов|"
            "puntaje máximo|puntos máximos|puntuación máxima|valor máximo|"
            "pontuação máxima|pontos máximos|nota máxima|"
            "points max|note maximale|maximum de points|barème|"
            "max punkte|maximale punkte|maximalpunkte|höchstpunktzahl|punkte max"
        ),
        "points": _phrases(
            "points|point|marks|pts|value|"
            "分数|分數|"
            "markah|mata|"
            "балл|баллы|очки|"
            "puntos|puntaje|puntuación|valor|"
            "pontos|pontuação|"
            "punkte"
        ),
        "options": _phrases(
            "options|answer options|answers|possible answers|answer choices|choices|scale|rating scale|scoring scale|"
            "response options|answer type|"
            "选项|選項|可选答案|答案选项|评分等级|評分等級|"
            "pilihan|pilihan jawapan|skala|"
            "варианты|варианты ответа|варианты ответов|шкала|шкала оценки|"
            "opciones|opciones de respuesta|respuestas|escala|"
            "opções|opções de resposta|respostas|"
            "réponses possibles|options de réponse|échelle|"
            "antworten|antwortmöglichkeiten|skala|bewertungsskala"
        ),
        "guidance": _phrases(
            "guidance|guideline|guidelines|description|definition|how to score|scoring guide|scoring guidelines|"
            "scoring criteria|"
            "explanation|instructions|help|help text|notes|note|details|expectation|what good looks like|example|examples|"
            "说明|說明|评分标准|評分標準|评分细则|评分说明|標準說明|扣分标准|定义|定義|描述|备注说明|"
            "panduan|keterangan|penerangan|huraian|arahan|contoh|"
            "описание|пояснение|пояснения|инструкция|как оценивать|расшифровка|комментарий к критерию|"
            "descripción|guía|instrucciones|definición|detalle|explicación|"
            "descrição|orientação|orientações|instruções|definição|"
            "consigne|consignes|définition|explication|mode d évaluation|"
            "beschreibung|hinweis|hinweise|anleitung|erläuterung|definition"
        ),
        "critical": _phrases(
            "critical|critical error|is critical|criticality|error type|type of error|severity|critical type|"
            "关键项|关键|關鍵|关键性|错误类型|錯誤類型|"
            "kritikal|ralat kritikal|jenis ralat|"
            "критичный|критичная|критично|критичность|критическая|критический|критическая ошибка|тип ошибки|"
            "crítico|crítica|error crítico|tipo de error|criticidad|"
            "erro crítico|tipo de erro|criticidade|"
            "critique|erreur critique|type d erreur|criticité|"
            "kritisch|kritischer fehler|fehlerart|fehlertyp"
        ),
        "fatal": _phrases(
            "fatal|fatal error|fatal errors|auto fail|autofail|automatic fail|auto zero|kill|kill question|zero tolerance|"
            "ztp|knockout|knock out|"
            "致命|致命项|致命項|致命错误|致命錯誤|一票否决|一票否決|红线|紅線|零容忍|"
            "gagal automatik|ralat maut|"
            "фатальный|фатальная|фатально|фатальные|фатальные ошибки|фатальная ошибка|стоп фактор|автопровал|обнуление|"
            "fatal|fatales|error fatal|errores fatales|anula|invalidante|"
            "erro fatal|erros fatais|zera|eliminatória|eliminatório|"
            "éliminatoire|éliminatoires|rédhibitoire|"
            "k o|ko kriterium|k o kriterium|ausschlusskriterium"
        ),
        "answer": _phrases(
            "score|scores|rating|answer|result|points awarded|awarded|achieved|points earned|earned|obtained|actual|"
            "actual score|"
            "given|evaluation|mark|y/n|yes/no|"
            "得分|实得分|实际得分|實得分|评分|評分|打分|结果|結果|答案|"
            "skor|markah diperoleh|jawapan|keputusan|"
            "оценка|ответ|результат|набрано|набранный балл|итог|да/нет|"
            "calificación|nota|resultado|respuesta|logrado|obtenido|puntaje logrado|puntaje obtenido|cumplimiento|"
            "avaliação|resposta|obtido|"
            "note|réponse|résultat|obtenu|évaluation|"
            "bewertung|antwort|ergebnis|erreicht|erreichte punkte"
        ),
        "remark": _phrases(
            "comment|comments|remark|remarks|observation|observations|finding|findings|feedback|evidence|coaching notes|"
            "评语|評語|备注|備註|点评|质检备注|"
            "ulasan|komen|catatan|pemerhatian|"
            "комментарий|комментарии|примечание|примечания|замечания|"
            "observación|observaciones|comentario|comentarios|hallazgo|hallazgos|"
            "observação|observações|comentário|comentários|"
            "commentaire|commentaires|remarque|remarques|"
            "bemerkung|bemerkungen|kommentar|kommentare|anmerkung|anmerkungen"
        ),
        "number": _phrases(
            "no|nr|num|number|id|s no|sl no|sr no|ref|序号|序號|编号|編號|bil|п/п|пп|№ п/п|№|n º|nº|número|n°|numéro|lfd nr"
        ),
        "na": _phrases(
            "n/a allowed|na allowed|na enabled|allow n/a|allow na|n/a possible|可不适用|boleh n/a|допускается н/п|"
            "admite n/a|permite n/a"
        ),
    }
)

COLUMN_ORDER = (
    "na",
    "options",
    "max",
    "weight",
    "fatal",
    "critical",
    "remark",
    "answer",
    "points",
    "guidance",
    "section",
    "question",
    "number",
)
"""What a header that fits several is taken for: the more telling one first, unless its phrase is the longer."""

_ANSWERS: tuple[tuple[str, str], ...] = (
    (
        "full",
        "yes|y|pass|passed|met|meets|meets expectations|achieved|compliant|complied|complies|done|correct|true|ok|✓|✔|"
        "是|有|对|對|合格|符合|达标|達標|通过|通過|做到|ya|lulus|patuh|mematuhi|dipatuhi|да|выполнено|соответствует|есть|"
        "sí|si|s|cumple|correcto|sim|conforme|atende|atendido|oui|o|respecté|ja|j|erfüllt|bestanden",
    ),
    (
        "none",
        "no|n|fail|failed|not met|does not meet|not achieved|non compliant|not compliant|not done|incorrect|false|missed|✗|✘|"
        "否|无|無|没有|沒有|不合格|不符合|未达标|未達標|不通过|不通過|未做到|tidak|gagal|tidak patuh|tidak dipatuhi|нет|"
        "не выполнено|"
        "не соответствует|отсутствует|no cumple|incorrecto|não|nao|não conforme|não atende|não atendido|non|non conforme|"
        "non respecté|nein|nicht erfüllt|nicht bestanden",
    ),
    (
        "partial",
        "partial|partially|partly|partially met|partially meets|needs improvement|"
        "部分|部分符合|部分合格|部分达标|sebahagian|separa|частично|выполнено частично|parcial|parcialmente|"
        "cumple parcialmente|"
        "parcialmente conforme|atende parcialmente|partiel|partiellement|teilweise|teilweise erfüllt",
    ),
    (
        "na",
        "n/a|na|not applicable|n a|不适用|不適用|无关|tb|tidak berkenaan|tidak berkaitan|н/п|не применимо|неприменимо|нп|"
        "no aplica|n/d|não se aplica|nsa|non applicable|sans objet|s/o|so|entfällt|nicht zutreffend|nicht anwendbar|k a",
    ),
)
ANSWERS: Mapping[str, str] = MappingProxyType({phrase: kind for kind, text in _ANSWERS for phrase in _phrases(text)})
"""Answers of known meaning: full marks, none, half of them, or not applicable."""

_RATINGS = (
    "excellent|outstanding|exceptional|exceeds|exceeds expectations|优秀|優秀|优|cemerlang|отлично|excelente|ótimo|"
    "sehr gut|hervorragend",
    "very good|very satisfied|sangat baik|очень хорошо|muy bueno|muito bom|très bien",
    "good|satisfied|良好|良|baik|хорошо|bueno|bien|bom|gut",
    "satisfactory|average|fair|acceptable|adequate|neutral|一般|中|及格|sederhana|memuaskan|удовлетворительно|средне|"
    "regular|aceptable|"
    "satisfatório|moyen|passable|befriedigend|ausreichend",
    "poor|bad|unsatisfactory|needs work|below expectations|差|较差|较弱|lemah|kurang memuaskan|плохо|неудовлетворительно|"
    "malo|deficiente|"
    "ruim|insatisfatório|mauvais|insuffisant|schlecht|mangelhaft|ungenügend",
    "very poor|unacceptable|very bad|很差|不可接受|sangat lemah|очень плохо|muy malo|péssimo|inaceptable|très mauvais|"
    "inakzeptabel",
)
RATINGS: Mapping[str, int] = MappingProxyType({phrase: i for i, text in enumerate(_RATINGS) for phrase in _phrases(text)})
"""Words that rate, from the best (0) down."""

TOTALS = _phrases(
    "total|totals|grand total|subtotal|sub total|overall score|final score|total score|sum|"
    "总分|總分|合计|合計|总计|總計|小计|小計|jumlah|jumlah keseluruhan|итого|всего|итог|сумма|общий балл|"
    "suma|puntaje total|total general|soma|pontuação total|somme|note finale|gesamt|summe|gesamtpunktzahl|gesamtergebnis"
)

PASS_MARKS = _phrases(
    "pass mark|passing score|pass score|pass threshold|passing mark|target score|minimum score to pass|"
    "及格分|及格线|合格分|合格线|及格分數|合格分數|markah lulus|проходной балл|порог|минимальный балл|"
    "nota mínima|puntaje mínimo|nota de aprobación|pontuação mínima|nota de corte|note de passage|seuil|mindestpunktzahl|"
    "bestehensgrenze"
)

BONUSES = _phrases(
    "bonus|bonus points|extra points|加分|加分项|加分項|mata bonus|бонус|бонусы|бонусные баллы|bonificación|bônus|bonificação"
)

CRITICAL_CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "compliance": _phrases(
            "compliance|compliance critical|regulatory|legal|ecc|合规|合規|法规|pematuhan|комплаенс|регуляторный|"
            "регуляторная|закон|cumplimiento|"
            "conformidade|conformité|réglementaire|rechtlich|regulatorisch"
        ),
        "business": _phrases(
            "business|business critical|ecn|业务|業務|perniagaan|бизнес|бизнеса|для бизнеса|negocio|negócio|métier|"
            "entreprise|geschäftlich"
        ),
        "customer": _phrases(
            "customer|customer critical|end user|user critical|ecuf|ecu|客户|客戶|用户|用戶|pelanggan|клиент|клиента|"
            "для клиента|клиентская|usuario|usuario final|"
            "cliente|usuário|client|utilisateur|kunde|kundenkritisch"
        ),
    }
)
NOT_CRITICAL = _phrases(
    "non critical|not critical|noncritical|enc|minor|非关键|非關鍵|非致命|tidak kritikal|некритичная|некритичный|"
    "некритичная ошибка|"
    "no crítico|no crítica|error no crítico|não crítico|não crítica|non critique|unkritisch|nicht kritisch"
)
CRITICAL_WORDS = COLUMNS["critical"]
FATAL_WORDS = COLUMNS["fatal"]

INTRODUCTIONS = re.compile(
    r"(?:^|\n|\s)(?:answer options|answer choices|possible answers|options|answers|scale|варианты ответа|варианты ответов|"
    r"варианты|"
    r"ответы|шкала|选项|選項|可选答案|pilihan jawapan|pilihan|opciones de respuesta|opciones|respuestas|opções de resposta|"
    r"opções|"
    r"réponses possibles|réponses|antwortmöglichkeiten|antworten|skala)\s*[:：]\s*",
    re.IGNORECASE,
)
"""What stands before the answers where a cell holds a question and its answers."""

YES_NO = MappingProxyType(
    {
        "en": ("Yes", "No"),
        "zh_CN": ("是", "否"),
        "zh_TW": ("是", "否"),
        "ms": ("Ya", "Tidak"),
        "ru": ("Да", "Нет"),
        "es": ("Sí", "No"),
        "pt": ("Sim", "Não"),
        "fr": ("Oui", "Non"),
        "de": ("Ja", "Nein"),
    }
)
ERROR_OR_NOT = MappingProxyType(
    {
        "en": ("No error", "Error"),
        "zh_CN": ("无差错", "有差错"),
        "zh_TW": ("無錯誤", "有錯誤"),
        "ms": ("Tiada ralat", "Ralat"),
        "ru": ("Без ошибки", "Ошибка"),
        "es": ("Sin error", "Error"),
        "pt": ("Sem erro", "Erro"),
        "fr": ("Sans erreur", "Erreur"),
        "de": ("Kein Fehler", "Fehler"),
    }
)
"""Under a heading of errors, “yes” would not say whether the error happened."""
CREDITS = MappingProxyType({"full": Fraction(1), "partial": Fraction(1, 2), "none": Fraction(0)})


def holds(phrases: Iterable[str], text: str) -> str:
    """The longest of the phrases that a text (folded) holds; empty when it holds none."""
    padded, best = f" {text} ", ""
    for phrase in phrases:
        found = phrase in text if _WIDE.search(phrase) else f" {phrase} " in padded
        if found and len(phrase) > len(best):
            best = phrase
    return best
