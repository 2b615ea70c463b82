"""Pictures for invented farms: land under a sky with what grows there, drawn with plain shapes. Pure but for Pillow."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 900)
TWICE = 2
Colour = tuple[int, int, int]
Brush = ImageDraw.ImageDraw

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((206, 226, 236), (247, 240, 222)),
    ((244, 214, 178), (250, 240, 218)),
    ((190, 214, 224), (232, 240, 230)),
)
INK, EARTH, SOIL, LEAF = (46, 58, 42), (138, 74, 28), (122, 92, 64), (74, 132, 72)


def drawing(subject: str, *, seed: str) -> bytes:
    """A PNG of `subject` (a key of SUBJECTS); the same seed gives the same picture."""
    chance = random.Random(seed)  # noqa: S311 - chooses hills, guards nothing
    picture = Image.new("RGB", (SIZE[0] * TWICE, SIZE[1] * TWICE))
    brush = ImageDraw.Draw(picture)
    land(brush, chance)
    SUBJECTS[subject](brush, chance)
    kept = BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def land(brush: Brush, chance: random.Random) -> None:
    """Sky, sun, three lines of hills, and a barn on one of them."""
    wide, high = SIZE[0] * TWICE, SIZE[1] * TWICE
    top, low = chance.choice(SKIES)
    for y in range(high):
        share = min(1.0, y / (high * 0.6))
        brush.line([(0, y), (wide, y)], fill=mixed(top, low, share))
    sun_x = chance.randint(wide // 6, wide - wide // 6)
    disc(brush, sun_x, high // 5, 110, (246, 206, 122))
    for level, colour in ((0.42, (176, 200, 158)), (0.52, (142, 178, 122)), (0.62, (196, 178, 118))):
        hill(brush, chance, level * high, colour)
        if level == 0.52:
            barn(brush, chance.randint(wide // 8, wide - wide // 4), int(high * 0.5))
    for row in range(11):
        spread = (row - 5) * wide * 0.16
        brush.line(
            [(wide / 2 + spread * 0.35, high * 0.66), (wide / 2 + spread * 1.6, high)], fill=(168, 146, 92), width=14
        )


def hill(brush: Brush, chance: random.Random, level: float, colour: Colour) -> None:
    """A soft line across the picture, filled down to its foot."""
    wide, high = SIZE[0] * TWICE, SIZE[1] * TWICE
    shift, swing = chance.uniform(0, math.tau), chance.uniform(40, 90)
    line = [(x, level + swing * math.sin(x / wide * math.tau * 1.3 + shift)) for x in range(0, wide + 40, 40)]
    brush.polygon([(0, high), *line, (wide, high)], fill=colour)


def barn(brush: Brush, x: int, y: int) -> None:
    """A red barn with a hedge of round trees."""
    brush.rectangle([x, y, x + 260, y + 150], fill=(166, 84, 58))
    brush.polygon([(x - 24, y), (x + 130, y - 110), (x + 284, y)], fill=(96, 62, 50))
    brush.rectangle([x + 92, y + 50, x + 168, y + 150], fill=(240, 226, 200))
    for step, size in ((320, 70), (410, 54), (-90, 60)):
        disc(brush, x + step, y + 90, size, (86, 128, 80))


def disc(brush: Brush, x: float, y: float, radius: float, colour: Colour) -> None:
    """A circle."""
    brush.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def spots(chance: random.Random, count: int = 9) -> list[tuple[float, float]]:
    """Where things stand in front, from left to right, the nearer ones lower."""
    wide, high = SIZE[0] * TWICE, SIZE[1] * TWICE
    step = wide / count
    return [(step * (n + 0.5) + chance.uniform(-50, 50), high * (0.8 if n % 2 else 0.86)) for n in range(count)]


def roots(brush: Brush, chance: random.Random) -> None:
    """Carrots and beetroots half out of the soil."""
    for number, (x, y) in enumerate(spots(chance)):
        colour = (222, 122, 46) if number % 3 else (142, 42, 74)
        for lean in (-70, -25, 25, 70):
            brush.line([(x, y - 60), (x + lean, y - 250)], fill=LEAF, width=22)
        brush.polygon([(x - 78, y - 70), (x + 78, y - 70), (x + 8, y + 190), (x - 8, y + 190)], fill=colour)
        brush.ellipse([x - 78, y - 110, x + 78, y - 30], fill=colour)


def leaves(brush: Brush, chance: random.Random) -> None:
    """Cabbages and lettuces in rows."""
    for number, (x, y) in enumerate(spots(chance)):
        outer = (92, 148, 84) if number % 2 else (126, 172, 92)
        for radius, share in ((150, 0.0), (108, 0.25), (64, 0.5)):
            disc(brush, x, y, radius, mixed(outer, (224, 236, 196), share))


def fruit(brush: Brush, chance: random.Random) -> None:
    """Apple trees."""
    for x, y in spots(chance, 5):
        brush.rectangle([x - 30, y - 120, x + 30, y + 130], fill=(110, 78, 54))
        for dx, dy in ((-120, -220), (120, -220), (0, -320), (0, -190)):
            disc(brush, x + dx, y + dy, 165, (98, 144, 82))
        for _ in range(9):
            disc(brush, x + chance.uniform(-210, 210), y - 240 + chance.uniform(-150, 110), 26, (196, 62, 48))


def eggs(brush: Brush, chance: random.Random) -> None:
    """Hens on the grass."""
    for number, (x, y) in enumerate(spots(chance, 6)):
        coat = (188, 118, 70) if number % 2 else (240, 232, 214)
        brush.ellipse([x - 150, y - 110, x + 130, y + 90], fill=coat)
        brush.polygon([(x - 130, y - 40), (x - 230, y - 150), (x - 90, y - 100)], fill=coat)
        disc(brush, x + 120, y - 130, 62, coat)
        brush.polygon([(x + 175, y - 145), (x + 225, y - 120), (x + 172, y - 105)], fill=(230, 168, 60))
        brush.ellipse([x + 90, y - 220, x + 150, y - 170], fill=(196, 52, 48))
        disc(brush, x + 136, y - 142, 9, INK)
        for leg in (-30, 30):
            brush.line([(x + leg, y + 80), (x + leg, y + 150)], fill=(230, 168, 60), width=14)


def dairy(brush: Brush, chance: random.Random) -> None:
    """Cows."""
    for x, y in spots(chance, 4):
        brush.rounded_rectangle([x - 230, y - 200, x + 170, y + 20], 70, fill=(246, 242, 232))
        for _ in range(5):
            disc(brush, x + chance.uniform(-170, 110), y - 90 + chance.uniform(-60, 60), 46, (70, 58, 50))
        brush.rounded_rectangle([x + 130, y - 270, x + 290, y - 130], 44, fill=(246, 242, 232))
        brush.rounded_rectangle([x + 230, y - 200, x + 310, y - 130], 30, fill=(230, 176, 160))
        for leg in (-190, -110, 60, 130):
            brush.rectangle([x + leg, y, x + leg + 44, y + 140], fill=(236, 228, 214))


def bread(brush: Brush, chance: random.Random) -> None:
    """Loaves in front of a field."""
    for number, (x, y) in enumerate(spots(chance, 6)):
        crust = (186, 118, 56) if number % 2 else (160, 94, 44)
        brush.rounded_rectangle([x - 200, y - 120, x + 200, y + 120], 110, fill=crust)
        for cut in (-90, 0, 90):
            brush.line([(x + cut - 30, y + 50), (x + cut + 30, y - 60)], fill=(240, 214, 164), width=22)


def grain(brush: Brush, chance: random.Random) -> None:
    """Ears of wheat."""
    for x, y in spots(chance, 16):
        brush.line([(x, y + 180), (x, y - 160)], fill=(178, 138, 62), width=14)
        for rung in range(6):
            for side in (-1, 1):
                top = y - 250 + rung * 36
                brush.ellipse([x + side * 26 - 22, top, x + side * 26 + 22, top + 58], fill=(214, 170, 78))


def kitchen(brush: Brush, chance: random.Random) -> None:
    """Crates of cut vegetables on a bench."""
    wide, high = SIZE[0] * TWICE, SIZE[1] * TWICE
    brush.rectangle([0, high * 0.84, wide, high], fill=(222, 214, 198))
    for x, y in spots(chance, 5):
        for _ in range(16):
            colour = chance.choice([(222, 122, 46), (126, 172, 92), (236, 214, 140)])
            disc(brush, x + chance.uniform(-190, 190), y - 150 + chance.uniform(-40, 40), 46, colour)
        brush.rectangle([x - 250, y - 130, x + 250, y + 120], fill=(190, 146, 92))
        for slat in (-60, 20):
            brush.line([(x - 250, y + slat), (x + 250, y + slat)], fill=(142, 100, 58), width=14)


SUBJECTS: dict[str, Callable[[Brush, random.Random], None]] = {
    "roots": roots,
    "leaves": leaves,
    "fruit": fruit,
    "eggs": eggs,
    "dairy": dairy,
    "bread": bread,
    "grain": grain,
    "kitchen": kitchen,
}
