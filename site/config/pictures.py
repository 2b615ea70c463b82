"""A photograph as it may be stored: decoded and drawn anew, so that nothing but the picture itself is left."""

from io import BytesIO

from django.conf import settings
from PIL import Image, ImageCms, ImageOps

# What is read at all, and the ending that each gets, whatever the file was called.
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Pictures with see-through parts or few colours stay what they are; all else is plain colour.
KEPT_MODES = frozenset({"L", "LA", "RGB", "RGBA"})


class NoPicture(Exception):
    """These bytes can't be stored as a picture."""


def drawn_anew(said: bytes) -> tuple[bytes, str]:
    """The picture in `said`, encoded anew, and its ending. Raises NoPicture.

    The place and time at which a phone took it (EXIF), comments, colour profiles and whatever hid behind the picture
    are gone; it stands upright, and its longer side has at most `longest_side_px`.
    """
    try:
        with Image.open(BytesIO(said), formats=tuple(ENDINGS)) as opened:
            kind = str(opened.format)
            return encoded(shrunk(opened), kind), ENDINGS[kind]
    except NoPicture:
        raise
    except Exception as fault:
        # Whatever a decoder says of a hostile file, it is refused.
        raise NoPicture(f"It can't be read: {type(fault).__name__}.") from fault


def shrunk(opened: Image.Image) -> Image.Image:
    """The picture upright and no larger than pages show it. Raises NoPicture before too many pixels are unpacked."""
    limits = settings.UPLOAD_LIMITS
    if opened.width * opened.height > limits["picture_px"]:
        raise NoPicture(f"{opened.width} × {opened.height} is too large.")
    longest = (limits["longest_side_px"], limits["longest_side_px"])
    opened.draft(None, longest)
    picture = in_true_colours(ImageOps.exif_transpose(opened))
    picture.thumbnail(longest)
    return picture


def in_true_colours(picture: Image.Image) -> Image.Image:
    """The same colours for every screen, without the profile that the camera wrote."""
    profile = picture.info.get("icc_profile")
    has_holes = picture.mode in {"LA", "PA", "RGBA"} or "transparency" in picture.info
    plain = picture if picture.mode in KEPT_MODES else picture.convert("RGBA" if has_holes else "RGB")
    if not profile or plain.mode != "RGB" or picture.mode != "RGB":
        return plain
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB")) or plain
    except (ImageCms.PyCMSError, OSError):
        return plain


def encoded(picture: Image.Image, kind: str) -> bytes:
    """The bytes of the picture alone: a copy is saved that never knew the file's other contents."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    kept = BytesIO()
    if kind == "JPEG":
        bare.convert("L" if bare.mode == "L" else "RGB").save(kept, "JPEG", quality=88, optimize=True)
    elif kind == "WEBP":
        bare.save(kept, "WEBP", quality=88)
    else:
        bare.save(kept, "PNG")
    return kept.getvalue()
