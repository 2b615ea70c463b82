"""What people type about themselves and their hub's doors."""

from django import forms
from django.contrib.auth.password_validation import validate_password


class NewPersonForm(forms.Form):
    """Name, and a password if they want one: without it they sign in by mailed code."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text="Leave it empty to sign in by mailed code.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password


class SecondFactorForm(forms.Form):
    """From when on the hub's coordinators need a second factor."""

    since = forms.DateField(
        label="From this day on",
        required=False,
        help_text="Empty: it is offered, and nobody has to.",
        error_messages={"invalid": "Enter a day, such as 2027-03-01."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
