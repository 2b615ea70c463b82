"""What is kept of people, field by field: the one table from which export, erasure, deletion and pages are told."""

from privacy.register.kept import Basis, Fate, Kept, Upon
from privacy.register.orders import BULK, HOUSEHOLDS, WRITTEN
from privacy.register.others import OTHERS
from privacy.register.people import PEOPLE

REGISTER: tuple[Kept, ...] = (*PEOPLE, *HOUSEHOLDS, *BULK, *WRITTEN, *OTHERS)

__all__ = ["REGISTER", "Basis", "Fate", "Kept", "Upon"]
