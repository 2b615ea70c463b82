"""What a careless or a hostile person may send where a page waits for a number, a word, a date or a key."""

from random import Random
from uuid import UUID

NUMBERS = (
    *("0", "-0", "-1", "1", "2", "3.5", "1e3", "1e400", "-1e400", "0x10", "1_000", "١٢", "½", "²", "①", "+1", " 1 "),
    *("NaN", "nan", "Infinity", "-Infinity", "inf", "1,5", "1.000,5", "0.0000001", "00000000000000000001"),
    *("32767", "32768", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808"),
    *("18446744073709551616", "9" * 40, "9" * 5000, "-" + "9" * 400, "1e999999999", "9" * 310 + ".5"),
)
WORDS = (
    *("", " ", "\t", "\r\n", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\ufeff", "\u200b", "\u202eabc", "\ud7ff"),
    *("é", "e\u0301", "İ", "ſ", "ß", "漢字", "\U0001f955", "\U0001f469\u200d\U0001f33e", "\U0010ffff", "z\u0335" * 60),
    *("'", '"', "' OR 1=1 --", "%", "%s", "%(x)s", "{0}", "{{ 7*7 }}", "{% now %}", "<script>alert(1)</script>", "\\"),
    *("../../etc/passwd", "..", ".", "/", "//", "//elsewhere.example/", "https://elsewhere.example/", "javascript:1"),
    *("null", "None", "undefined", "true", "false", "[]", "{}", "[1]", '{"a":1}', "on", "off", "x" * 300, "x" * 70_000),
    *("=1+1", "@SUM(1)", "-2+3", "a@b", "a@b.example", "@", "a" * 250 + "@b.example", "ä@ö.example", "a\r\nBcc: b@c.d"),
)
MOMENTS = (
    *("2027-03-09", "2027-02-29", "2027-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "09/03/2027"),
    *("2027-03-28T01:30", "2027-10-31T01:30", "2027-03-09T24:00", "2027-03-09T10:00+99:99", "0001-01-01T00:00+14:00"),
    *(
        "9999-12-31T23:59-14:00",
        "2027-03-09 10:00:00.9999999",
        "24:00",
        "25:61",
        "7",
        "07:00:60",
        "2027-W10-2",
        "-1-1-1",
    ),
)
KEYS = (
    *(str(UUID(int=0)), str(UUID(int=7, version=4)), "not-a-key", str(UUID(int=7)).upper(), f"{{{UUID(int=7)}}}"),
    *("urn:uuid:" + str(UUID(int=7)), "0" * 31, "0" * 33, "g" * 32),
)
BODIES = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe",
        b"null",
        b"0",
        b'"x"',
        b"[]",
        b"{}",
        b"{",
        b"[" * 3000,
        b"1e999",
        b"NaN",
        b'{"a":' * 900,
    ),
    *(b'{"key":1,"at":null}', b'{"data":{"object":[]}}', b'{"type":{},"data":{"object":{}}}', b'{"\\ud800":"\\ud800"}'),
    *(b"a=1&a=2;b", b"%", b"%ff=%ff", b"&&&===", b"--x\r\n\r\n", b"x" * 100_000, '{"id":"\u202e"}'.encode("utf-16")),
)
CONTENT_TYPES = (
    *("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("multipart/form-data", "", "application/json; charset=utf-16", "text/html; charset=no-such-charset"),
    *("application/x-www-form-urlencoded; charset=latin-1", "application/xml", "\u00e9"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Target": "\x7f", "HX-Current-URL": "http://[::1"},
    {"Accept": "application/json"},
    {"Accept": "*/*;q=x"},
    {"Accept-Language": "xx-yy;q=2, *;q=0.0000001"},
    {"Referer": "http://[not-an-address"},
    {"If-None-Match": '"x", W/"y", *'},
    {"If-Modified-Since": "Thu, 99 Zzz 9999 99:99:99 GMT"},
    {"X-Forwarded-For": "999.1.1.1, ::::, \u00e9"},
    {"X-Request-ID": "x" * 500},
    {"Range": "bytes=9-1,,"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer \u00e9\u00e9"},
    {"Authorization": "Basic !!!"},
    {"Cookie": "sessionid=\u00e9; csrftoken=" + "x" * 300},
    {"Stripe-Signature": "t=x,v1=y"},
    {"X-Requested-With": "XMLHttpRequest"},
)


def any_value(random: Random) -> str:
    """One of all of them, or a mixture that nobody thought of."""
    kind = random.choice((NUMBERS, NUMBERS, WORDS, WORDS, MOMENTS, KEYS))
    if random.random() < 0.85:
        return random.choice(kind)
    return "".join(chr(random.choice((random.randrange(128), random.randrange(0xD800)))) for _ in range(9))


def like(value: str, random: Random) -> str:
    """A value that is nearly `value`: this is what gets past the first look."""
    changes = (
        value + random.choice(("0", " ", "\x00", "é", ".5", "e9", "Z")),
        value[:-1],
        value * 2,
        "-" + value,
        value.upper(),
        value.swapcase() + "\u200b",
        value[::-1],
    )
    return random.choice(changes)
