"""Everything this room refuses. The texts are fit for people's eyes."""


class StorefrontError(Exception):
    """The family."""


class BadShop(StorefrontError):
    """The shop's own data can't stand."""


class OrderRefused(StorefrontError):
    """A household's order can't be taken as it stands; nothing was reserved."""


class ShortRefused(StorefrontError):
    """What is said to be missing of a box does not fit the order, or what was noted before."""


class HandOutRefused(StorefrontError):
    """What is said of a box that was handed out, or was not, can't follow what was said before."""


class ShopClosed(OrderRefused):
    """Ordering for the day has closed."""


class OnlySoMany(OrderRefused):
    """Less is left of a listing than was asked for. `left` in packs."""

    def __init__(self, name: str, *, asked: int, left: int) -> None:
        self.asked = asked
        self.left = left
        said = f"Only {left} left of {name}: you asked for {asked}." if left else f"{name} has just sold out."
        super().__init__(said)
