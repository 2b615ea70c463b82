"""The room's tables."""

from accounts.models.sign_in import Attempts, SignInCode
from accounts.models.user import User, UserManager

__all__ = ["Attempts", "SignInCode", "User", "UserManager"]
