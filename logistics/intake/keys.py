"""The planning core knows rows by opaque keys; here is how a key is made and read again."""


def key_of(kind: str, number: int) -> str:
    """`listing:12` for listing 12."""
    return f"{kind}:{number}"


def number_of(key: str) -> int:
    """12 for `listing:12`."""
    return int(key.rpartition(":")[2])


class Names:
    """Key to the name people know it by, filled while rows are read."""

    def __init__(self) -> None:
        self.by_key: dict[str, str] = {}

    def keep(self, kind: str, number: int, name: str) -> str:
        """Remember the name and return the key."""
        key = key_of(kind, number)
        self.by_key[key] = name
        return key
