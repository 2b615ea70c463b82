"""The editors' form for a picture, with one sentence of ours for whatever could not be taken."""

from typing import Any

from django.conf import settings
from wagtail.images.forms import BaseImageForm

NO_PICTURE = (
    "This is no picture that can be kept: JPEG, PNG or WebP, up to {megabytes} MB and {megapixels} million pixels. "
    "Save it anew from a photo program and send that."
)


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """Wagtail's form; what was refused on the way (config.uploads) is explained here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = settings.UPLOAD_LIMITS
        if "file" in self.fields:
            self.fields["file"].error_messages["invalid_image"] = NO_PICTURE.format(
                megabytes=limits["file_bytes"] // 1_000_000, megapixels=limits["picture_px"] // 1_000_000
            )
