"""Tables as people send them: titles above, merged headings, pound signs, any encoding."""

import contextlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.spreadsheets import (
    Column,
    HeadingsMissing,
    Limits,
    NotReadable,
    PassedOver,
    TooLarge,
    read_file,
    read_table,
)
from shop.spreadsheets.headings import plain

COLUMNS = (
    Column("product", ("item", "what"), required=True),
    Column("price", ("price per pack", "£"), required=True),
    Column("notes"),
)


def workbook(*rows: list[object], more: dict[str, list[list[object]]] | None = None, merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    for name, lines in (more or {}).items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rows_of(content: bytes) -> list[tuple[int, str, str]]:
    return [(row.number, row.text("product"), row.text("price")) for row in read_table(content, columns=COLUMNS).rows]


@pytest.mark.parametrize(
    "content",
    [
        "product,price\nJalapeño,£9.50\n".encode(),
        "product,price\nJalapeño,£9.50\n".encode("utf-8-sig"),
        "product,price\nJalapeño,£9.50\n".encode("cp1252"),
        "product,price\nJalapeño,£9.50\n".encode("utf-16"),
        "product;price\r\nJalapeño;£9.50\r\n".encode(),
        "product\tprice\nJalapeño\t£9.50\n".encode("cp1252"),
        "product|price\rJalapeño|£9.50\r".encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-1252", "utf-16", "semicolons", "tabs", "bars and old Mac lines"],
)
def test_one_table_reads_the_same_in_every_encoding_and_delimiter(content: bytes) -> None:
    assert rows_of(content) == [(2, "Jalapeño", "£9.50")]


def test_a_comma_inside_semicolons_does_not_cut_a_price_in_two() -> None:
    assert rows_of(b"product;price\nLeeks;9,50\nKale;10,00\nBeets;3,00\n")[0] == (2, "Leeks", "9,50")


def test_rows_keep_the_numbers_that_a_spreadsheet_program_shows() -> None:
    content = b'product,price\n\n"Carrots\nfrom the long field",9.50\n,,\nLeeks,8\n'
    assert rows_of(content) == [(3, "Carrots from the long field", "9.50"), (5, "Leeks", "8")]


def test_titles_above_blank_rows_and_merged_headings_are_found_past() -> None:
    content = workbook(
        ["Hollow Farm price list, week 23", None, None],
        [],
        ["Item", "Price (£)", None],
        ["Carrots", 9.5, None],
        ["ROOTS AND TUBERS", None, None],
        [None, None, None],
        ["Potatoes", 7, "washed"],
        merged="A1:C1",
    )
    table = read_table(content, columns=COLUMNS)
    assert [(row.number, row.text("product"), row.text("price")) for row in table.rows] == [
        (4, "Carrots", "9.5"),
        (7, "Potatoes", "7"),
    ]
    assert table.passed_over == (PassedOver(5, "it holds only “ROOTS AND TUBERS”, like a heading"),)
    assert (table.heading_number, table.sheet) == (3, "Prices")


def test_a_merged_heading_over_its_parts_is_read_with_them() -> None:
    content = workbook(["Item", "Price", None], [None, "per pack", "per kg"], ["Leeks", 8, 0.8], merged="B1:C1")
    table = read_table(content, columns=COLUMNS)
    assert [(row.number, row.text("price")) for row in table.rows] == [(3, "8")]
    assert table.unread_titles == ("Price per kg",)


def test_headings_that_come_again_further_down_are_not_rows() -> None:
    table = read_table(b"product,price\nLeeks,8\nProduct,Price\nKale,6\n", columns=COLUMNS)
    assert [row.number for row in table.rows] == [2, 4]
    assert table.passed_over == (PassedOver(3, "it repeats the headings"),)


def test_the_first_sheet_with_the_headings_is_read_and_the_others_are_named() -> None:
    more = {"List": [["product", "price"], ["Leeks", 8]], "Archive": [["product", "price"], ["Old", 1]], "Empty": []}
    table = read_table(workbook(["Dear hub,"], ["see the next sheet"], more=more), columns=COLUMNS)
    assert (table.sheet, [row.text("product") for row in table.rows]) == ("List", ["Leeks"])
    assert table.unread_sheets == ("Prices", "Archive")


def test_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["product", "price"])
    book.active.append(["Leeks", 8])
    secret = book.create_sheet("Costs", 0)
    secret.append(["product", "price"])
    secret.append(["Leeks", 2])
    secret.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    assert rows_of(target.getvalue()) == [(2, "Leeks", "8")]


def test_a_formula_that_was_never_calculated_shows_itself() -> None:
    assert rows_of(workbook(["product", "price"], ["Leeks", "=4*2"])) == [(2, "Leeks", "=4*2")]


def test_a_number_is_read_without_the_noise_of_its_storage() -> None:
    assert rows_of(workbook(["product", "price"], ["Leeks", 0.1 + 0.2], ["Kale", 12.0])) == [
        (2, "Leeks", "0.3"),
        (3, "Kale", "12"),
    ]


def test_a_hard_space_is_a_space() -> None:
    assert rows_of("product,price\n\u00a0Savoy\u00a0cabbage ,£\u00a09\n".encode()) == [(2, "Savoy cabbage", "£ 9")]


def test_headings_that_nobody_understood_are_named() -> None:
    table = read_table(b"product,price,shelf\nLeeks,8,3\n", columns=COLUMNS)
    assert table.unread_titles == ("shelf",)


def test_missing_headings_are_named_with_the_row_that_came_nearest() -> None:
    with pytest.raises(HeadingsMissing) as caught:
        read_table(b"our list,,\nwhat,how much,notes\nLeeks,8,\n", columns=COLUMNS)
    assert str(caught.value) == (
        "The file needs a row of headings with “product” and “price”. Row 2 comes nearest; it lacks “price”."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\n \n,,\n", "The file holds no rows."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Save it as .xlsx without a password."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"PK\x03\x04 and nothing more", "The workbook is damaged."),
        (b"product,price\x81\n", "Save it as .xlsx, or as CSV with UTF-8 encoding."),
    ],
    ids=["empty", "blank", "old Excel", "PDF", "damaged", "no text"],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises((NotReadable, HeadingsMissing)) as caught:
        read_table(content, columns=COLUMNS)
    assert words in str(caught.value)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(NotReadable, match="not an Excel workbook"):
        read_table(target.getvalue(), columns=COLUMNS)


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_unread() -> None:
    target = io.BytesIO(workbook(["product", "price"], ["Leeks", 8]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * 2_000_000)
    assert len(target.getvalue()) < 20_000
    with pytest.raises(TooLarge, match="unpacks to 2 MB; 1 MB is the most"):
        read_table(target.getvalue(), columns=COLUMNS, limits=Limits(unpacked_bytes=1_000_000))


@pytest.mark.parametrize("damage", [b"<worksheet><sheetData><row r='x'>", b"<worksheet", b"\xff\xfe"])
def test_a_workbook_whose_sheet_is_broken_is_refused(damage: bytes) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook(["product", "price"], ["Leeks", 8])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, damage if name.endswith("sheet1.xml") else whole.read(name))
    with pytest.raises((NotReadable, HeadingsMissing)):
        read_table(target.getvalue(), columns=COLUMNS)


def test_bounds_are_kept_without_cutting_anything_off() -> None:
    small = Limits(rows=3, columns=3, cell_characters=20, file_bytes=500)
    with pytest.raises(TooLarge, match="more than 3 rows"):
        read_table(b"product,price\n" + b"Leeks,8\n" * 3, columns=COLUMNS, limits=small)
    with pytest.raises(TooLarge, match="Row 2 has more than 3 columns"):
        read_table(b"product,price\nLeeks,8,,far out\n", columns=COLUMNS, limits=small)
    with pytest.raises(TooLarge, match="Row 2 has a cell with more than 20 characters"):
        read_table(b"product,price\nLeeks,8\n".replace(b"Leeks", b"L" * 21), columns=COLUMNS, limits=small)
    with pytest.raises(TooLarge, match="Keep only the table itself"):
        read_table(b"product,price\n" + b"L" * 500, columns=COLUMNS, limits=small)
    with pytest.raises(TooLarge, match="“Prices” has more than 3 rows"):
        read_table(workbook(["product", "price"], *[["Leeks", 8]] * 3), columns=COLUMNS, limits=Limits(rows=3))
    with pytest.raises(TooLarge, match="Row 2 has more than 3 columns"):
        read_table(
            workbook(["product", "price"], ["Leeks", 8, None, "far out"]), columns=COLUMNS, limits=Limits(columns=3)
        )


def test_a_sheet_that_claims_a_million_rows_is_read_for_the_few_it_has() -> None:
    content = workbook(["product", "price"], ["Leeks", 8])
    whole = zipfile.ZipFile(io.BytesIO(content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert rows_of(target.getvalue()) == [(2, "Leeks", "8")]


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="cannot be opened: No such file or directory"):
        read_file(tmp_path / "list.csv", columns=COLUMNS)


@given(st.text(max_size=30))
def test_a_heading_means_the_same_whatever_its_case_and_dots(title: str) -> None:
    assert plain(plain(title)) == plain(title)
    assert plain(f"  {title.replace('(', '').replace('[', '')}: ") == plain(title.replace("(", "").replace("[", ""))


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(content: bytes) -> None:
    with contextlib.suppress(NotReadable, HeadingsMissing, TooLarge):
        read_table(content, columns=COLUMNS)
