"""Reads tables that people keep: CSV in whatever encoding, XLSX with titles above. Knows no row of ours, no Django."""

from shop.spreadsheets.errors import HeadingsMissing, NotReadable, SpreadsheetError, TooLarge
from shop.spreadsheets.table import Column, Limits, PassedOver, Row, Table
from shop.spreadsheets.tables import read_file, read_table

__all__ = [
    "Column",
    "HeadingsMissing",
    "Limits",
    "NotReadable",
    "PassedOver",
    "Row",
    "SpreadsheetError",
    "Table",
    "TooLarge",
    "read_file",
    "read_table",
]
