"""What a coordinator types to keep the shop."""

from typing import Any

from django import forms

from accounts.models import User
from shop.enterprises.models import Enterprise, Hub, Place
from shop.storefront.models import HandoverPoint


class MarginForm(forms.Form):
    """The hub's margin in per cent, as people say it."""

    margin = forms.DecimalField(
        label="Margin on the grower's price, per cent",
        min_value=0,
        max_value=400,
        decimal_places=1,
        widget=forms.NumberInput({"inputmode": "decimal"}),
    )

    def permille(self) -> int:
        """25 per cent on top is 1250 permille of the grower's price."""
        return 1000 + int(self.cleaned_data["margin"] * 10)


class AccountForm(forms.Form):
    """Somebody who has signed in before."""

    email = forms.EmailField(label="E-mail address that the household signs in with")

    def clean_email(self) -> User:
        """The person. Refuses an address that nobody signs in with."""
        person = User.objects.filter(email=self.cleaned_data["email"].strip().lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError("Nobody signs in with this address. Ask them to sign in once.")
        return person


class PointForm(forms.Form):
    """A collection point or a doorstep round."""

    name = forms.CharField(label="Name", max_length=80)
    kind = forms.ChoiceField(label="What it is", choices=HandoverPoint.Kind.choices)
    place = forms.ModelChoiceField(
        label="Where vans bring the boxes", queryset=Place.objects.none(), help_text="A place of the hub's own."
    )
    opens = forms.TimeField(label="From", widget=forms.TimeInput({"type": "time"}))
    closes = forms.TimeField(label="Until", widget=forms.TimeInput({"type": "time"}))
    outcodes = forms.CharField(
        label="Outcodes of a round", required=False, help_text="Where it goes, such as LE15 PE9. Empty for a point."
    )
    fee_pence = forms.IntegerField(label="Fee of a round in pence", min_value=0, max_value=10_000, initial=0)
    how_to_find = forms.CharField(label="How to find it", max_length=240, required=False)

    def __init__(self, *args: Any, hub: Hub, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Place.objects.of(hub).filter(enterprise__kind=Enterprise.Kind.HUB)
        self.fields["place"].queryset = own  # type: ignore[attr-defined]

    def clean_outcodes(self) -> list[str]:
        """The outcodes, one by one."""
        return str(self.cleaned_data["outcodes"]).replace(",", " ").split()
