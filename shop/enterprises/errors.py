"""Everything this room refuses. The texts are fit for people's eyes."""


class EnterprisesError(Exception):
    """The family."""


class BadHub(EnterprisesError):
    """A hub's name, slug or road figures can't stand."""


class BadCalendar(EnterprisesError):
    """Terms that overlap or end before they start, or a name that is taken."""


class BadEnterprise(EnterprisesError):
    """An enterprise's facts can't stand."""


class BadPlace(EnterprisesError):
    """A place's facts or windows can't stand."""


class RoleDoesNotFit(EnterprisesError):
    """Only a hub has coordinators and packers."""


class InvitationError(EnterprisesError):
    """An invitation that can't be sent or accepted."""


class InvitationUnknown(InvitationError):
    """No invitation has this link."""


class InvitationExpired(InvitationError):
    """It was not accepted in time."""


class InvitationUsed(InvitationError):
    """Somebody accepted it already."""


class InvitationNotForYou(InvitationError):
    """It was sent to another address than the one who is signed in has."""


class CannotReset(EnterprisesError):
    """Somebody else has to reset this person's second factor."""
