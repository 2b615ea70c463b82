"""What people type to get in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Just an address: where a mail goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter a whole address: name@place.uk"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class PasswordForm(AddressForm):
    """Address and password."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordAgainForm(forms.Form):
    """The password alone, of somebody who is signed in."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=16,
        error_messages={"required": _("Enter the code from the mail.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "autofocus": True}
        ),
    )

    def clean_code(self) -> Any:
        """Forgive blanks and hyphens, as people copy them along."""
        code = "".join(mark for mark in self.cleaned_data["code"] if mark not in " -\u00a0")
        if not code.isdecimal():
            raise forms.ValidationError(_("The code has digits only."))
        return code


class FactorForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six digits. Without your phone, enter one of your recovery codes."),
        max_length=20,
        error_messages={"required": _("Enter the code that your app shows.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}),
    )


class FirstCodeForm(forms.Form):
    """The first code of the app."""

    code = forms.CharField(
        label=_("Code from your app"),
        max_length=16,
        error_messages={"required": _("Enter the code that your app shows.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}),
    )
