"""Uploads in the embedded mode: pictures come, what could run does not, and nothing outside the folder is shown."""

from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404
from django.test import RequestFactory
from pytest_django import Settings

from config.media import media

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of uploads beside a secret."""
    uploads = tmp_path / "media"
    uploads.mkdir()
    (uploads / "field.png").write_bytes(b"\x89PNG")
    (uploads / "page.html").write_text("<script>alert(1)</script>")
    (uploads / "drawing.svg").write_text("<svg/>")
    (tmp_path / "secret.png").write_bytes(b"secret")
    settings.MEDIA_ROOT = str(uploads)
    return uploads


def test_a_picture_comes_sandboxed(folder: Path, rf: RequestFactory) -> None:
    response = media(rf.get("/media/field.png"), "field.png")

    assert b"".join(response.streaming_content) == b"\x89PNG"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; img-src 'self'; sandbox"
    response.close()


@pytest.mark.parametrize("path", ["page.html", "drawing.svg", "../secret.png", "none.png", ""])
def test_nothing_else_does(folder: Path, rf: RequestFactory, path: str) -> None:
    with pytest.raises((Http404, SuspiciousFileOperation)):
        media(rf.get(f"/media/{path}"), path)


def test_it_is_only_looked_at(folder: Path, rf: RequestFactory) -> None:
    assert media(rf.post("/media/field.png"), "field.png").status_code == 405
