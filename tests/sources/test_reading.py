from __future__ import annotations

import gzip
import json
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from qa_desk.domain.encodings import MIXED, decode_mixed, detect
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.sources.opening import check_unpacked_size, open_file
from qa_desk.sources.reading import engine, read_table
from qa_desk.sources.table import Hints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = "Ticket ID;Assunto;Criado\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple]:
    def run(path: Path, hints: Hints | None = None) -> tuple:
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        with engine(scratch) as connection:
            table = read_table(open_file(path, scratch, Quiet()), connection, hints or Hints(), scratch, Quiet())
            return table, connection.execute("SELECT * FROM numbered ORDER BY row_no").fetchall()

    return run


def a_file(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "1;Não funciona;x\n"),
        ("utf-8-sig", "1;Não funciona;x\n"),
        ("utf-16", "1;工单标题;x\n"),
        ("utf-16-le", "1;This is plain;x\n"),
        ("gb18030", "1;客户投诉退款没有到账请尽快处理谢谢;x\n2;无法登录系统需要重置密码;x\n"),
        ("big5", "1;客戶投訴退款沒有到帳請儘快處理謝謝;x\n2;無法登入系統需要重設密碼;x\n"),
        ("windows-1251", "1;Не работает вход в личный кабинет;x\n2;Верните деньги за заказ;x\n"),
        ("koi8-r", "1;Не работает вход в личный кабинет;x\n2;Верните деньги за заказ;x\n"),
        ("windows-1252", "1;Não há sinal de rede à tarde;x\n"),
    ],
)
def test_text_is_read_in_the_encoding_it_was_written_in(
    tmp_path: Path, read: Callable[..., tuple], encoding: str, text: str
) -> None:
    table, rows = read(a_file(tmp_path, ("Ticket ID;Subject;Created\n" + text).encode(encoding)))
    assert table.encoding == encoding
    assert rows[0][2] == text.split(";")[1]


def test_dos_letters_inside_windows_text_are_letters() -> None:
    text = "d\x82lai achet\xe9 \x90picerie l\x92achat".encode("latin-1")
    assert decode_mixed(text) == "délai acheté Épicerie l’achat"


def test_pure_windows_text_is_not_taken_for_a_mixture() -> None:
    assert detect("l’été à Noël… “oui” – 5 € déjà".encode("cp1252"), False).name == "windows-1252"
    assert detect(("d\x82j\xe0 vu, tr\x8as bien, pr\x82sent, \x82t\x82 ").encode("latin-1"), False).name == MIXED


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(tmp_path: Path, read: Callable[..., tuple], delimiter: str, end: str) -> None:
    text = end.join(delimiter.join(row) for row in (["id", "subject", "status"], ["1", "a", "open"], ["2", "b", "closed"])) + end
    table, rows = read(a_file(tmp_path, text.encode()))
    assert (table.delimiter, table.headers) == (delimiter, ("id", "subject", "status"))
    assert [row[:2] for row in rows] == [(2, "1"), (3, "2")]


def test_a_preamble_is_skipped_and_rows_keep_their_numbers(tmp_path: Path, read: Callable[..., tuple]) -> None:
    text = "Reporting period 2024-01-01 to 2024-02-01\n\nAgent,Rating,Date\nAnn,5,2024-01-03\n"
    table, rows = read(a_file(tmp_path, text.encode()))
    assert table.headers == ("Agent", "Rating", "Date")
    assert rows[0][0] == table.header_row + 1


def test_newlines_quotes_and_delimiters_inside_cells_stay_there(tmp_path: Path, read: Callable[..., tuple]) -> None:
    text = 'id,subject,note\n1,"a ""quoted"" word","two\nlines, one comma"\n2,b,c\n'
    _, rows = read(a_file(tmp_path, text.encode()))
    assert rows == [(2, "1", 'a "quoted" word', "two\nlines, one comma"), (3, "2", "b", "c")]


def test_rows_that_are_too_wide_are_named_and_short_ones_are_kept(tmp_path: Path, read: Callable[..., tuple]) -> None:
    table, rows = read(a_file(tmp_path, b"id,subject,status\n1,a,open\n2,b\n3,c,open,extra\n4,d,closed\n"))
    assert [row[1] for row in rows] == ["1", "2", "4"]
    assert [(item.row, item.value) for item in table.broken] == [(4, "extra")]


def test_identifiers_stay_text(tmp_path: Path, read: Callable[..., tuple]) -> None:
    _, rows = read(a_file(tmp_path, b"id,subject\n00012,a\n#77,b\n12345678901234567890,c\n"))
    assert [row[1] for row in rows] == ["00012", "#77", "12345678901234567890"]


def a_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing here"])
    sheet = book.create_sheet("Data")
    sheet.append(["Call Id", "Wait", "Date", None, None, "Summary", 3])
    sheet.append(["A1", 12, "2024-01-02", None, None, "Total", 99])
    sheet.append([None, None, None, None, None, "more clutter", 1])
    sheet.append(["A2", 1.5, "2024-01-03"])
    book.save(path)
    return path


def test_a_sheet_is_read_without_the_clutter_beside_its_table(tmp_path: Path, read: Callable[..., tuple]) -> None:
    table, rows = read(a_workbook(tmp_path / "book.xlsx"))
    assert (table.sheet, table.sheets, table.headers) == ("Data", ("Notes", "Data"), ("Call Id", "Wait", "Date"))
    assert rows == [(2, "A1", "12", "2024-01-02"), (4, "A2", "1.5", "2024-01-03")]


@pytest.mark.parametrize("far", ["XFD1048576", "XFD40000", "BZ1048576"])
def test_a_cell_far_off_the_table_is_refused_before_it_asks_for_all_the_memory(
    tmp_path: Path, read: Callable[..., tuple], far: str
) -> None:
    path = a_workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book["Data"][far] = " "
    book.save(path)
    with pytest.raises(Refusal, match=r"book\.xlsx, xl/worksheets/sheet2\.xml: 16 cells reach as far as row") as refused:
        read(path)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("far", ["XFD3", "A1048576", "Z1048576", "ZZ2000"])
def test_a_sheet_may_be_wide_or_long(tmp_path: Path, read: Callable[..., tuple], far: str) -> None:
    path = a_workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book["Notes"][far] = "x"  # the table stands on the other sheet
    book.save(path)
    assert len(read(path, Hints(sheet="Data"))[1]) == 2


def test_the_sheet_can_be_chosen(tmp_path: Path, read: Callable[..., tuple]) -> None:
    with pytest.raises(Refusal, match="has no sheet Elsewhere; it has Notes, Data"):
        read(a_workbook(tmp_path / "book.xlsx"), Hints(sheet="Elsewhere"))


def test_json_lists_wrapped_lists_and_lines_are_tables(tmp_path: Path, read: Callable[..., tuple]) -> None:
    records = [{"id": 12345678901234567890, "via": {"channel": "web"}, "tags": ["a"]}, {"id": "2", "new": True}]
    for name, content in (
        ("list.json", json.dumps(records)),
        ("wrapped.json", json.dumps({"tickets": records, "count": 2})),
        ("lines.jsonl", "\n".join(map(json.dumps, records))),
    ):
        table, rows = read(a_file(tmp_path, content.encode(), name))
        assert table.headers == ("id", "tags", "via", "via.channel", "new"), name
        assert [row[1] for row in rows] == ["12345678901234567890", "2"], name
        assert rows[0][4] == "web"


def test_packed_files_are_unpacked(tmp_path: Path, read: Callable[..., tuple]) -> None:
    text = b"id,subject\n1,a\n"
    packed = tmp_path / "f.csv.gz"
    packed.write_bytes(gzip.compress(text))
    assert read(packed)[1] == [(2, "1", "a")]
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("f.csv", text)
    assert read(tmp_path / "f.zip")[1] == [(2, "1", "a")]


def test_parquet_is_read(tmp_path: Path, read: Callable[..., tuple]) -> None:
    import duckdb

    path = tmp_path / "f.parquet"
    duckdb.sql("SELECT 'T1' AS ticket_id, TIMESTAMP '2024-01-02 03:04:05' AS created_at").write_parquet(str(path))
    assert read(path)[1] == [(1, "T1", "2024-01-02 03:04:05")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n \n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG file"),
        (bytes(range(256)) * 40, "is not a table"),
        (b"<html><body>login</body></html>", "web page"),
        (b"PK\x03\x04 cut off", "damaged or cut off"),
        (b"\x1f\x8b\x08\x00cut", "damaged or cut off"),
        (b"id,subject\n", "headers but no rows"),
        (b'{"a": [', "no valid JSON"),
        (b'{"a": 1}', None),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(
    tmp_path: Path, read: Callable[..., tuple], content: bytes, reason: str | None
) -> None:
    path = a_file(tmp_path, content)
    if reason is None:
        assert read(path)[0].rows == 1
        return
    with pytest.raises(Refusal, match=reason) as caught:
        read(path)
    assert "\n" not in caught.value.message
    assert path.name in caught.value.message


def test_folders_absent_files_and_cut_workbooks_are_refused(tmp_path: Path, read: Callable[..., tuple]) -> None:
    with pytest.raises(Refusal, match="is a folder"):
        read(tmp_path)
    with pytest.raises(Refusal, match="no such file"):
        read(tmp_path / "nowhere.csv")
    whole = a_workbook(tmp_path / "book.xlsx").read_bytes()
    with pytest.raises(Refusal, match="damaged"):
        read(a_file(tmp_path, whole[: len(whole) // 2], "cut.xlsx"))


def test_a_file_without_permission_is_an_environment_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path as RealPath

    path = a_file(tmp_path, b"id,subject\n1,a\n")

    def refuse(self: RealPath, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(RealPath, "open", refuse)
    with pytest.raises(EnvironmentFailure, match="Permission denied"):
        open_file(path, tmp_path, Quiet())


def test_a_zip_that_would_swell_is_not_opened(tmp_path: Path, read: Callable[..., tuple]) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f.csv", b"0" * (80 << 20))
    with pytest.raises(Refusal, match="more than such a file should hold"):
        read(tmp_path / "bomb.zip")
    check_unpacked_size(tmp_path / "bomb.zip", 1 << 20)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_of_twenty_thousand_columns_is_refused_in_one_line(
    tmp_path: Path, read: Callable[..., tuple], ending: str
) -> None:
    names = [f"h{i}" for i in range(20_000)]
    text = json.dumps([dict.fromkeys(names, 1)]) if ending == "json" else f"{','.join(names)}\n{','.join(['1'] * 20_000)}\n"
    with pytest.raises(Refusal, match="20000 columns, more than the 2000"):
        read(a_file(tmp_path, text.encode(), f"wide.{ending}"))
