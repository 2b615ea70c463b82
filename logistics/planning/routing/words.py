"""Numbers as people read them: clock times, weights, money, and what kind of van is meant."""

from __future__ import annotations

from collections.abc import Iterable

from logistics.planning.routing.problem import Dimension, Shipment

DAY_S = 86_400


def clock(moment_s: int, *, up: bool = False) -> str:
    """Seconds from midnight as 06:52, to the minute: down, or up for "no earlier than"."""
    minutes = -(-moment_s // 60) if up else moment_s // 60
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    day = {0: "", 1: " the next day"}.get(days, f" after {days} days")
    return f"{hour:02d}:{minute:02d}{day}"


def duration(seconds: int) -> str:
    """4 h 30 min, rounded up to the minute."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "") if part
    )


def amount(quantity: int, dimension: Dimension) -> str:
    """1,450 kg for grams, else the number with its unit."""
    if dimension.unit != "g":
        unit = dimension.unit
        return f"{quantity:,} {unit[:-1] if quantity == 1 and unit.endswith('s') else unit}"
    kilograms, grams = divmod(quantity, 1000)
    return f"{kilograms:,}{f'.{grams:03d}'.rstrip('0') if grams else ''} kg"


def money(pence: int) -> str:
    """£1,234.50"""
    return f"£{pence // 100:,}.{pence % 100:02d}"


def kind_of_van(shipment: Shipment) -> str:
    """The van that this shipment asks for: "van", "chilled van", "chilled van with tail lift"."""
    cold = "" if shipment.temperature_class == "ambient" else f"{shipment.temperature_class} "
    skills = f" with {joined(sorted(shipment.skills))}" if shipment.skills else ""
    return f"{cold}van{skills}"


def joined(parts: Iterable[str]) -> str:
    """a, b and c"""
    *most, last = list(parts)
    return f"{', '.join(most)} and {last}" if most else last
