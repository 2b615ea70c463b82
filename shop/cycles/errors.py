"""Everything this room refuses. The texts are fit for people's eyes."""


class CyclesError(Exception):
    """The family."""


class BadClock(CyclesError):
    """A clock that would run backwards, or an offset that is none."""


class BadCycle(CyclesError):
    """A cycle's name, days or opening can't stand."""


class CycleNotOpen(CyclesError):
    """The cycle was never opened."""


class NotDueYet(CyclesError):
    """The cut-off has not come."""


class ListingsClosed(CyclesError):
    """Growers can no longer list for this day."""


class BadListing(CyclesError):
    """A listing's facts can't stand together."""


class AlreadyListed(BadListing):
    """This lot is on sale in this pack already."""
