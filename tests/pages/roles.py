"""Everybody who may come to a page, and who of them a page lets in."""

ROLES = (
    "anonymous",
    "household",
    "other household",
    "grower",
    "other grower",
    "processor",
    "cook",
    "other cook",
    "packer",
    "driver",
    "other driver",
    "coordinator",
    "coordinator elsewhere",
    "staff",
)

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous"}
COORDINATOR = frozenset({"coordinator"})
GROWER = frozenset({"grower", "coordinator"})
PROCESSOR = frozenset({"processor", "coordinator"})
COOK = frozenset({"cook", "coordinator"})
PACKER = frozenset({"packer", "coordinator"})
DRIVER = frozenset({"driver", "coordinator"})
HOUSEHOLD = frozenset({"household"})
NOBODY: frozenset[str] = frozenset()
