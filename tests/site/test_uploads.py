"""Files that people send: a picture keeps nothing but its picture, and what is no picture never becomes one."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image as Picture
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image

from accounts.models import User
from cms.actions import ensure_start_page
from config.pictures import NoPicture, drawn_anew
from config.uploads import REFUSED
from tests.cast import NOW
from tests.site.people import cook

GREEN = (40, 120, 60)
OAKHAM = {1: "N", 2: (52.0, 40.0, 12.0), 3: "W", 4: (0.0, 43.0, 48.0)}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (60, 30), **saved: object) -> bytes:
    """A green field, its left third red."""
    picture = Picture.new("RGB", size, GREEN)
    picture.paste((200, 20, 20), (0, 0, size[0] // 3, size[1]))
    kept = BytesIO()
    picture.save(kept, kind, **saved)
    return kept.getvalue()


def taken_by_a_phone() -> bytes:
    """A photo with where, when and by whom it was taken, held sideways, and with a comment."""
    facts = Picture.Exif()
    facts[0x0112] = 6
    facts[0x013B] = "Ada Lovell"
    facts[0x0132] = "2027:03:01 09:00:00"
    facts.get_ifd(0x8825).update(OAKHAM)
    return a_photo(exif=facts, comment=b"our back garden")


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is `width` × `height`."""

    def part(name: bytes, said: bytes) -> bytes:
        return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 64)) + part(b"IEND", b"")


def seen(said: bytes) -> Picture.Image:
    """What a browser would see."""
    return Picture.open(BytesIO(said))


def test_nothing_but_the_picture_is_kept() -> None:
    photo = taken_by_a_phone()
    assert b"Ada Lovell" in photo
    assert seen(photo).getexif().get_ifd(0x8825)

    kept, ending = drawn_anew(photo)

    assert ending == ".jpg"
    assert not seen(kept).getexif()
    assert set(seen(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    for word in (b"Ada Lovell", b"2027:03:01", b"back garden", b"Exif"):
        assert word not in kept


def test_a_picture_held_sideways_stands_upright() -> None:
    kept = seen(drawn_anew(taken_by_a_phone())[0]).convert("RGB")

    assert kept.size == (30, 60)
    red, _, blue = kept.getpixel((15, 4))  # type: ignore[misc]
    assert red > 150 > blue


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_a_picture_stays_of_its_kind_and_keeps_its_colours(kind: str, ending: str) -> None:
    kept, its_ending = drawn_anew(a_photo(kind))

    assert its_ending == ending
    assert seen(kept).format == kind
    found = seen(kept).convert("RGB").getpixel((50, 15))
    assert all(abs(is_now - was) < 12 for is_now, was in zip(found, GREEN, strict=True))  # type: ignore[arg-type]


def test_what_one_sees_through_stays_so() -> None:
    kept = BytesIO()
    Picture.new("RGBA", (8, 8), (0, 0, 0, 0)).save(kept, "PNG")

    assert seen(drawn_anew(kept.getvalue())[0]).mode == "RGBA"


def test_a_large_picture_is_made_as_large_as_pages_show(settings: Settings) -> None:
    settings.UPLOAD_LIMITS = {**settings.UPLOAD_LIMITS, "longest_side_px": 100}

    assert seen(drawn_anew(a_photo(size=(400, 200)))[0]).size == (100, 50)


def test_what_hides_behind_a_picture_is_left_out() -> None:
    kept, _ = drawn_anew(a_photo("PNG") + b"<script>alert(1)</script>")

    assert b"script" not in kept


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(a_bomb(60_000, 60_000), id="a bomb beyond Pillow's limit"),
        pytest.param(a_bomb(8_000, 8_000), id="a bomb beyond ours"),
        pytest.param(a_photo()[:200], id="cut off within its header"),
        pytest.param(a_photo(size=(300, 300))[:-80], id="cut off within the picture"),
        pytest.param(b"\xff\xd8\xff" + SVG, id="a script that begins like a photo"),
        pytest.param(a_photo("GIF"), id="a kind that is not taken"),
        pytest.param(a_photo("BMP"), id="another"),
        pytest.param(SVG, id="a drawing that can run"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_no_picture_comes_of_hostile_bytes(said: bytes) -> None:
    with pytest.raises(NoPicture):
        drawn_anew(said)


def sent(said: bytes, name: str, person: object) -> Any:
    """What a form would see of the file, when `person` sends it."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile(name, said)})
    request.user = person  # type: ignore[assignment]
    return request.FILES.get("file")


SOMEBODY = User(email="asha@school.example")


@pytest.mark.parametrize(
    ("name", "said", "kept_as"),
    [
        ("field.png", a_photo("JPEG"), "field.jpg"),
        ("field.html", a_photo("PNG"), "field.png"),
        ("field", a_photo("WEBP"), "field.webp"),
        ("terms.pdf", b"%PDF-1.7 terms", "terms.pdf"),
        ("orders.csv", b"kitchen,packs\nOakham,4\n", "orders.csv"),
    ],
)
def test_a_file_is_named_after_what_it_holds(name: str, said: bytes, kept_as: str) -> None:
    found = sent(said, name, SOMEBODY)

    assert found is not None
    assert found.name == kept_as


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("field.svg", SVG),
        ("field.png", SVG),
        ("page.html", b"<html></html>"),
        ("page.csv", b" <html></html>"),
        ("table.csv", b"a,\0"),
        ("terms.pdf", b"<html>%PDF-"),
        ("run.pdf", b"MZ\x90"),
        ("orders.xlsx", b"<xml>"),
        ("photo.jpg", a_photo()[:200]),
        ("photo.jpg", b"RIFF\0\0\0\0AVI "),
    ],
)
def test_what_is_not_taken_leaves_no_byte_behind(name: str, said: bytes) -> None:
    found = sent(said, name, SOMEBODY)

    assert found is not None
    assert found.read() == REFUSED
    assert str(found.name).endswith(".refused")


def test_a_file_beyond_the_limit_is_not_kept_in_memory(settings: Settings) -> None:
    settings.UPLOAD_LIMITS = {**settings.UPLOAD_LIMITS, "file_bytes": 1_000}

    found = sent(a_photo("PNG") + b"\0" * 200_000, "field.png", SOMEBODY)

    assert found is not None
    assert found.read() == REFUSED


def test_a_visitor_s_file_is_dropped() -> None:
    assert sent(a_photo(), "field.jpg", AnonymousUser()) is None


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which an editor is signed in."""
    ensure_start_page(now=NOW)
    person = cook()
    person.groups.add(Group.objects.get(name="Editors"))
    client.force_login(person)
    return client


def test_an_editor_s_photo_is_stored_bare(editor: Client) -> None:
    answer = editor.post(
        "/cms/images/add/", {"title": "Our field", "file": SimpleUploadedFile("IMG_1.PNG", taken_by_a_phone())}
    )

    assert answer.status_code == 302
    image = Image.objects.get()
    assert image.file.name.endswith("IMG_1.jpg")
    assert (image.width, image.height) == (30, 60)
    with image.file.open() as stored:
        said = stored.read()
    assert b"Ada Lovell" not in said
    assert not seen(said).getexif()


@pytest.mark.parametrize(
    ("name", "said"),
    [("field.svg", SVG), ("field.png", SVG), ("bomb.png", a_bomb(60_000, 60_000)), ("cut.jpg", a_photo()[:200])],
)
def test_an_editor_is_told_which_pictures_are_taken(editor: Client, name: str, said: bytes) -> None:
    answer = editor.post("/cms/images/add/", {"title": "Our field", "file": SimpleUploadedFile(name, said)})

    assert "JPEG, PNG or WebP, up to 15 MB and 50 million pixels" in answer.text
    assert not Image.objects.exists()


def test_a_document_is_a_paper_or_a_table(editor: Client) -> None:
    refused = editor.post("/cms/documents/add/", {"title": "Page", "file": SimpleUploadedFile("page.pdf", SVG)})
    assert refused.status_code == 200
    assert not Document.objects.exists()

    taken = editor.post("/cms/documents/add/", {"title": "Terms", "file": SimpleUploadedFile("terms.pdf", b"%PDF-1.7")})
    assert taken.status_code == 302
    assert Document.objects.get().file.read() == b"%PDF-1.7"


def test_there_is_no_other_way_in(settings: Settings) -> None:
    """Django's admin, Oscar's dashboard and the picture of an account take files by the same handler."""
    assert settings.FILE_UPLOAD_HANDLERS == ["config.uploads.CleanedUpload"]
