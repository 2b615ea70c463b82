"""British bank details as people type them and as a bank takes them. Pure.

Only the form is checked. Whether an account can be is told by the banks' modulus tables, which change by the month and
are not kept here; whose it is is told by the bank when the first payout is made.
"""

import re
from dataclasses import dataclass

from shop.settlement.errors import BadBankDetails

NAME = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9][A-Za-zÀ-ÖØ-öø-ÿ0-9 .,'’&/()-]*")
NAME_LENGTH = 70
SHOWN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class BankNumbers:
    """Name on the account, sort code (six digits) and account number (eight digits)."""

    name: str
    sort_code: str
    account_number: str

    def __repr__(self) -> str:
        """The numbers never stand in a log or an error page by accident."""
        return "BankNumbers(…)"

    @property
    def sort_code_in_pairs(self) -> str:
        """20-00-00."""
        return "-".join(self.sort_code[i : i + 2] for i in (0, 2, 4))

    @property
    def masked(self) -> str:
        """What may stand on a page: “account ending 678, sort code 20-••-••”."""
        return f"account ending {self.account_number[-SHOWN_DIGITS:]}, sort code {self.sort_code[:2]}-••-••"


def bank_numbers(*, name: str, sort_code: str, account_number: str) -> BankNumbers:
    """Read what was typed; account numbers of six or seven digits are filled up with noughts, as banks do.

    Raises BadBankDetails.
    """
    tidy_name = " ".join(name.split())
    if len(tidy_name) > NAME_LENGTH or not NAME.fullmatch(tidy_name):
        raise BadBankDetails("name", "Enter the name on the account, as the bank writes it.")
    code = digits(sort_code)
    if len(code) != 6 or not int(code):
        raise BadBankDetails("sort_code", "A sort code has six digits, such as 20-00-00.")
    number = digits(account_number)
    if not 6 <= len(number) <= 8 or not int(number):
        raise BadBankDetails("account_number", "An account number has eight digits. Some have six or seven.")
    return BankNumbers(tidy_name, code, number.zfill(8))


def digits(typed: str) -> str:
    """The digits of what was typed; nothing when it holds anything but digits, blanks and hyphens."""
    kept = re.sub(r"[\s–-]", "", typed)
    return kept if kept.isascii() and kept.isdecimal() else ""
