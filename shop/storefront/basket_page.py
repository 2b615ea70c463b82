"""The basket as a page: each line with its listing for the chosen day, or why it can't be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shop.pricing.quantities import counted
from shop.storefront.choosing import Market
from shop.storefront.shelf import OnSale


@dataclass(frozen=True, slots=True)
class BasketRow:
    """One of Oscar's basket lines beside what is on sale."""

    line: Any
    item: OnSale | None

    @property
    def packs(self) -> int:
        """How many are asked for."""
        return int(self.line.quantity)

    @property
    def total_pence(self) -> int:
        """Packs times price, VAT included; nothing for what is not on sale."""
        return self.packs * self.item.price_pence if self.item else 0

    @property
    def problem(self) -> str:
        """Why the line can't be ordered as it stands; empty when it can."""
        if self.item is None:
            return "Not on sale for this day. Remove it or choose another day."
        if self.item.is_sold_out:
            return "Sold out. Remove it or choose another day."
        if self.packs > self.item.packs_left:
            return f"Only {self.item.packs_left} left."
        return ""


@dataclass(frozen=True, slots=True)
class BasketPage:
    """The lines in the order in which they were put in."""

    rows: Sequence[BasketRow]

    @property
    def total_pence(self) -> int:
        """VAT included."""
        return sum(row.total_pence for row in self.rows)

    @property
    def problems(self) -> list[str]:
        """What is wrong, each with the name of what it is about."""
        return [f"{row.line.product.title}: {row.problem}" for row in self.rows if row.problem]

    @property
    def counted(self) -> str:
        """“3 packs”."""
        return counted(sum(row.packs for row in self.rows), "pack")


def basket_page(market: Market | None, basket: Any) -> BasketPage:
    """Read the basket; the number of queries does not grow with it."""
    lines = list(basket.all_lines()) if basket.id else []
    if market is not None:
        market.read([line.product_id for line in lines])
    return BasketPage([BasketRow(line, market.item(line.product_id) if market else None) for line in lines])
