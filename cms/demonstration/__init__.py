"""Stories and news of the demonstration: invented, said to be so, with drawn pictures."""

from cms.demonstration.telling import tell

__all__ = ["tell"]
