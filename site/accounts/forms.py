"""What people type to get in."""

from typing import Any

from django import forms


class AddressForm(forms.Form):
    """Just an address: where a mail goes."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={"required": "Enter your e-mail address.", "invalid": "Enter a whole address: name@place.uk"},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class PasswordForm(AddressForm):
    """Address and password."""

    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label="Code from the mail",
        max_length=16,
        error_messages={"required": "Enter the code from the mail."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "autofocus": True}
        ),
    )

    def clean_code(self) -> Any:
        """Forgive blanks and hyphens, as people copy them along."""
        code = "".join(mark for mark in self.cleaned_data["code"] if mark not in " -\u00a0")
        if not code.isdecimal():
            raise forms.ValidationError("The code has digits only.")
        return code
