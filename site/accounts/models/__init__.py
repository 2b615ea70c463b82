"""The room's tables."""

from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.session import Session
from accounts.models.sign_in import Attempts, SignInCode
from accounts.models.user import User, UserManager

__all__ = ["Attempts", "RecoveryCode", "SecondFactor", "Session", "SignInCode", "User", "UserManager"]
