"""What a seller types to be paid."""

from typing import Any
from uuid import uuid4

from django import forms


class BankDetailsForm(forms.Form):
    """Name on the account, sort code and account number; the action reads and refuses them."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label="Name on the account",
        max_length=70,
        error_messages={"required": "Enter the name on the account."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sort_code = forms.CharField(
        label="Sort code",
        help_text="Six digits, such as 20-00-00.",
        max_length=12,
        error_messages={"required": "Enter the sort code."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "code"}),
    )
    account_number = forms.CharField(
        label="Account number",
        help_text="Eight digits; some have six or seven.",
        max_length=12,
        error_messages={"required": "Enter the account number."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "code"}),
    )

    @property
    def numbers(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("name", "sort_code", "account_number", "client_key")}
