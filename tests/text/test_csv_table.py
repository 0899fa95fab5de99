"""Tables of comma-separated values, as programs and spreadsheets write them; compared with the module `csv`."""

from __future__ import annotations

import csv
import io

import pytest

from cidrbook.text.csv_table import header, records, rows
from cidrbook.text.source import Source

LINES = [["Prefix", "VRF", "Description"], ["10.0.0.0/24", "", "Servers, all"], ["10.0.1.0/24", "lab", 'said "so"']]


def written(delimiter: str, end: str, quoting: int) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(LINES)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["some-quotes", "all-quotes"])
def test_a_table_is_read_in_every_dialect(delimiter: str, end: str, quoting: int) -> None:
    source = Source("a.csv", written(delimiter, end, quoting))
    assert header(source) == {"prefix", "vrf", "description"}
    first, second = records(source)
    assert first == {"prefix": "10.0.0.0/24", "description": "Servers, all"}
    assert second == {"prefix": "10.0.1.0/24", "vrf": "lab", "description": 'said "so"'}
    assert (second["prefix"].place.line, second["prefix"].part(0, 8).place.width) == (3, 8)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("one column\n1\n", [], id="no-delimiter"),
        pytest.param("sep=;\na;b\n1;2\n", [{"a": "1", "b": "2"}], id="excel-says-what-parts-columns"),
        pytest.param("a,b\n1\n1,2,3\n", [{"a": "1"}, {"a": "1", "b": "2"}], id="too-few-and-too-many"),
        pytest.param('a,b\n"1\n2",3\n', [{"a": "1\n2", "b": "3"}], id="a-cell-of-two-lines"),
        pytest.param('a,b\n"1,2\n3,4\n', [{"a": '"1', "b": "2"}, {"a": "3", "b": "4"}], id="a-quote-that-stays-open"),
        pytest.param("a,b\n 1 , 2 \n", [{"a": "1", "b": "2"}], id="blanks"),
        pytest.param("IP Address,DNS-Name\n1,2\n", [{"ip_address": "1", "dns_name": "2"}], id="names-of-columns"),
        pytest.param("a," + "x" * 5000 + "\n1,2\n", [], id="a-first-line-that-is-no-header"),
    ],
)
def test_records(text: str, found: list[dict[str, str]]) -> None:
    assert list(records(Source("a.csv", text))) == found


def test_rows_of_a_table_without_columns() -> None:
    assert list(rows(Source("a.csv", "title\na;b;c\n1;;2\n"))) == [["title"], ["a", "b", "c"], ["1", "", "2"]]


def test_a_cell_says_where_it_stands() -> None:
    _, second = records(Source("a.csv", 'a,b\n1,2\n3,"4"\n'))
    assert [(cell.place.line, cell.place.column, cell.place.width) for cell in second.values()] == [
        (3, 1, 1),
        (3, 4, 1),
    ]
