"""What a file can be refused for, in the words of the person who sent it."""


class SpreadsheetError(Exception):
    """The file as a whole cannot be used; the message says what to do."""


class NotReadable(SpreadsheetError):
    """The file is not a CSV file or an .xlsx workbook, or is damaged."""


class TooLarge(SpreadsheetError):
    """The file is larger than anything that such a list can be."""


class HeadingsMissing(SpreadsheetError):
    """No row of the file names the columns that are needed."""
