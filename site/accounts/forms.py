"""What people type to get in."""

from typing import Any

from django import forms


class AddressForm(forms.Form):
    """Just an address: where a mail goes."""

    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class PasswordForm(AddressForm):
    """Address and password."""

    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label="Code from the mail",
        max_length=16,
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
