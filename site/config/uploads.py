"""Every file that a person sends comes through here, before any form sees it: ours, Wagtail's, Oscar's or Django's.

Pictures are drawn anew (config.pictures); of other kinds only tables and papers pass. What a file is, its content says,
never its name. Whatever is refused reaches the form as a few bytes that are no picture and no paper: the form says so
beside its field. Visitors who are not signed in have no form that takes a file, so theirs are dropped unread.
"""

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from config.pictures import NoPicture, drawn_anew

REFUSED = b"refused"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
ZIPPED = b"PK\x03\x04"
PAPER = b"%PDF-"
TABLES_IN_ZIP = frozenset({".ods", ".xlsx"})
TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
}


Taken = UploadedFile[Any]


class CleanedUpload(FileUploadHandler):
    """Takes a file in, up to the limit of bytes, and hands on what may be kept of it."""

    chunks: list[bytes]
    taken: int

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A new file begins."""
        super().new_file(*args, **kwargs)
        self.chunks, self.taken = [], 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Keep the bytes while they are within the limit."""
        self.taken += len(raw_data)
        if self.is_signed_in() and not self.is_too_long():
            self.chunks.append(raw_data)

    def file_complete(self, _file_size: int) -> Taken | None:
        """The cleaned file, a refused one, or None for a visitor's."""
        if not self.is_signed_in():
            return None
        name = self.file_name or "file"
        if self.is_too_long():
            return refused(name)
        return cleaned(name, b"".join(self.chunks))

    def is_too_long(self) -> bool:
        """Whether more has come than is taken."""
        return bool(self.taken > settings.UPLOAD_LIMITS["file_bytes"])

    def is_signed_in(self) -> bool:
        """Whether whoever sends this is known."""
        person = getattr(self.request, "user", None)
        return person is not None and bool(person.is_authenticated)


def cleaned(name: str, said: bytes) -> Taken:
    """The file under a name whose ending says what it is."""
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if said.startswith(PICTURES):
        try:
            said, ending = drawn_anew(said)
        except NoPicture:
            return refused(name)
    elif not is_paper(said, ending) and not is_table(said, ending):
        return refused(name)
    return SimpleUploadedFile(f"{stem}{ending}", said, TYPES.get(ending, "application/octet-stream"))


def is_paper(said: bytes, ending: str) -> bool:
    """Whether it is a PDF and says so."""
    return ending == ".pdf" and said.startswith(PAPER)


def is_table(said: bytes, ending: str) -> bool:
    """Whether it is a table: a workbook (its readers have limits of their own) or plain text with commas."""
    if ending in TABLES_IN_ZIP:
        return said.startswith(ZIPPED)
    return ending == ".csv" and not said.lstrip().startswith(b"<") and b"\0" not in said


def refused(name: str) -> Taken:
    """Stands for a file that is not taken; no form takes its ending or its content."""
    return SimpleUploadedFile(f"{PurePosixPath(name).stem or 'file'}.refused", REFUSED)
