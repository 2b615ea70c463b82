"""UK postcodes as text: their form, their outcode, the key they are kept under. Pure."""

import re

#: The forms of the Royal Mail: an outcode of two to four characters, then a digit and two letters. GIR and NPT are
#: the two that begin with three letters.
OUTCODE = r"(?:GIR|NPT|[A-Z]{1,2}[0-9][0-9A-Z]?)"
INCODE = r"[0-9][ABD-HJLNP-UW-Z]{2}"
WHOLE = re.compile(rf"({OUTCODE})({INCODE})")
WITHIN = re.compile(rf"\b({OUTCODE})\s*({INCODE})\b")
OUTCODE_ALONE = re.compile(OUTCODE)
OUTCODE_AT_END = re.compile(rf"\b({OUTCODE})\s*$")


def key_of(name: str) -> str:
    """The key under which a postcode, an outcode or a town is kept: upper case, letters and digits only."""
    return "".join(character for character in name.upper() if character.isalnum())


def whole_postcode(text: str) -> str | None:
    """le15 6rp -> LE15 6RP; None when this is not a full postcode."""
    found = WHOLE.fullmatch(key_of(text))
    return f"{found[1]} {found[2]}" if found else None


def outcode(text: str) -> str | None:
    """LE15 6RP -> LE15, LE15 -> LE15; None when the text is neither."""
    key = key_of(text)
    if found := WHOLE.fullmatch(key):
        return found[1]
    return key if OUTCODE_ALONE.fullmatch(key) else None


def postcode_within(address: str) -> str | None:
    """The full postcode that stands in an address; the last one when there are several."""
    found = WITHIN.findall(address.upper())
    return f"{found[-1][0]} {found[-1][1]}" if found else None


def outcode_within(address: str) -> str | None:
    """The outcode with which an address ends, full postcode or not."""
    whole = postcode_within(address)
    if whole:
        return whole.split()[0]
    found = OUTCODE_AT_END.search(address.upper())
    return found[1] if found else None
