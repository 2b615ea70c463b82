"""Everything this room refuses."""


class AccountsError(Exception):
    """The family; the text is fit for the person's eyes."""


class AddressTaken(AccountsError):
    """Somebody has this e-mail address already."""


class TooManyAttempts(AccountsError):
    """Tried too often; waiting helps."""


class WrongCode(AccountsError):
    """The code is wrong, used, worn out or expired: the person needn't know which."""


class NotFromHere(AccountsError):
    """A demonstration's person signs in from another machine."""


class FactorStands(AccountsError):
    """There is a second factor already, or it must stay."""


class NoFactor(AccountsError):
    """There is no second factor to do this with."""
