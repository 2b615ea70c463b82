"""What households read: carrots, and diced carrots, without the trade's class. Pure."""

from typing import Any


def name_of(specification: Any) -> str:
    """The product, and how it is cut unless it is whole."""
    product = str(specification.product)
    return product if specification.cut == "whole" else f"{product}, {specification.cut}"


def title_of(pack: Any) -> str:
    """The product with its pack: Carrots, 1 kg."""
    return f"{name_of(pack.specification)}, {pack.name}"
