"""The words in which a confirmed day is told to kitchens and growers. Pure: values in, subject and text out."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.pricing.money import pounds
from shop.pricing.quantities import counted


@dataclass(frozen=True, slots=True)
class Message:
    """A subject line and a plain text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Promised:
    """Packs that a kitchen gets. `instead_of` names what was ordered when this stands in for it."""

    kitchen: str
    what: str
    packs: int
    price_pence: int
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Ordered packs that a kitchen does not get, and why."""

    kitchen: str
    what: str
    packs: int
    reason: str


@dataclass(frozen=True, slots=True)
class Bought:
    """Packs bought of a seller; `for_processor` of them go to a processor to be worked up."""

    what: str
    packs: int
    price_pence: int
    for_processor: int = 0


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Packs that a grower listed and nobody buys, and why."""

    what: str
    packs: int
    reason: str


def packs_text(packs: int) -> str:
    """1 pack, 12 packs, 1,200 packs."""
    return counted(packs, "pack")


def sentence(text: str) -> str:
    """The text with a full stop at its end."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def to_buyer(
    *, number: str, po_number: str, day: str, promised: Sequence[Promised], missing: Sequence[Missing]
) -> Message:
    """A kitchen's confirmation: what comes at which price, and what does not come, while it can still buy elsewhere."""
    order = f"Order {number}" + (f" (PO number {po_number})" if po_number else "")
    if not missing:
        subject = f"{order} for {day}: all of it is coming"
    elif promised:
        subject = f"{order} for {day}: short of {packs_text(sum(row.packs for row in missing))}"
    else:
        subject = f"{order} for {day}: nothing of it is coming"
    parts = [f"{order} for {day}."]
    for kitchen in sorted({row.kitchen for row in promised} | {row.kitchen for row in missing}):
        parts.append(f"\n{kitchen}")
        parts += [promised_line(row) for row in promised if row.kitchen == kitchen]
        parts += [
            f"- SHORT: {packs_text(row.packs)} of {row.what}. {sentence(row.reason)}"
            for row in missing
            if row.kitchen == kitchen
        ]
    total_pence = sum(row.packs * row.price_pence for row in promised)
    parts.append(f"\nTotal {pounds(total_pence)} before VAT. You pay for what you accept at the door.")
    if missing:
        parts.append("There is still time to buy elsewhere what is short.")
    return Message(subject, "\n".join(parts))


def promised_line(row: Promised) -> str:
    """One line of a kitchen's confirmation."""
    instead = f", in place of {row.instead_of}" if row.instead_of else ""
    return f"- {packs_text(row.packs)} of {row.what} at {pounds(row.price_pence)}{instead}"


def to_seller(*, day: str, bought: Sequence[Bought], not_taken: Sequence[NotTaken]) -> Message:
    """A grower's or processor's order: what is bought at which price, and what is not taken and why."""
    packs = sum(row.packs for row in bought)
    subject = f"For {day}: {packs_text(packs)} of yours" if packs else f"For {day}: nothing of yours this time"
    parts = [f"For {day} we buy of you:" if bought else f"For {day} we buy nothing of you."]
    for row in bought:
        worked_up = f" ({row.for_processor:,} of them go to a processor)" if row.for_processor else ""
        parts.append(f"- {packs_text(row.packs)} of {row.what} at {pounds(row.price_pence)}{worked_up}")
    if bought:
        parts.append(f"Together {pounds(sum(row.packs * row.price_pence for row in bought))}.")
    if not_taken:
        parts.append("\nNot taken:")
        parts += [f"- {packs_text(row.packs)} of {row.what}. {sentence(row.reason)}" for row in not_taken]
    return Message(subject, "\n".join(parts))


def why_not_taken(*, wanted: int, filled: int, listed: int, shortages: Sequence[str]) -> str:
    """Why packs of a listing stay: nobody wanted them, kitchens have all they want, or what held the rest back.

    `wanted` and `filled` are kitchens' packs of that pack, `listed` all growers' packs of it, `shortages` the reasons
    for which kitchens went short of it nevertheless.
    """
    if not wanted:
        return "No kitchen ordered it"
    if filled >= wanted:
        return f"Kitchens wanted {packs_text(wanted)} and get them all; {packs_text(listed)} were listed"
    held_back = " ".join(sentence(reason) for reason in dict.fromkeys(shortages))
    return f"Kitchens stay short of {packs_text(wanted - filled)}. {held_back}"
