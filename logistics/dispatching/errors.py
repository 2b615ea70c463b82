"""Everything the dispatcher's desk refuses. The texts are fit for people's eyes."""


class DispatchRefused(Exception):
    """The family."""


class NotPublishable(DispatchRefused):
    """These routes can't be made known as they stand."""


class Superseded(DispatchRefused):
    """Somebody changed the routes meanwhile."""


class CannotMove(DispatchRefused):
    """The change breaks a limit; the text names it."""
