"""The checkout's one form."""

from collections.abc import Iterable
from typing import Any

from django import forms

from shop.payments.gateway import configured
from shop.storefront.checked_order import may_pay_later
from shop.storefront.choosing import Market
from shop.storefront.models import HandoverPoint, HouseholdOrder

PAYMENT = HouseholdOrder.Payment


class CheckoutForm(forms.Form):
    """Who orders, where they get it, and how they pay. `day` and `seen_pence` say what the page showed them."""

    name = forms.CharField(label="Your name", max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label="Phone",
        max_length=40,
        required=False,
        help_text="So that we can ring you when something is wrong. You may leave it empty.",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    point = forms.ModelChoiceField(
        label="Where do you want it?", queryset=HandoverPoint.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    door = forms.CharField(
        label="Street and village",
        max_length=240,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label="Postcode", max_length=10, required=False, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    payment = forms.ChoiceField(label="How do you want to pay?", widget=forms.RadioSelect)
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput)
    seen_pence = forms.IntegerField(widget=forms.HiddenInput)

    error_css_class = "wrong"

    def __init__(self, *args: Any, market: Market, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = HandoverPoint.objects.filter(  # type: ignore[attr-defined]
            pk__in=[point.pk for point in points_on(market)]
        ).select_related("place")
        self.fields["payment"].choices = ways_to_pay(market, user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A round needs a door that it goes to."""
        data: dict[str, Any] = super().clean() or {}
        point = data.get("point")
        if point is not None and point.is_round:
            if not data.get("door"):
                self.add_error("door", f"Say to which door {point} should come.")
            if not point.serves(data.get("postcode", "")):
                self.add_error("postcode", f"{point} goes to {', '.join(point.outcodes)} only.")
        return data


def points_on(market: Market) -> list[HandoverPoint]:
    """Where households can get their orders on the chosen day."""
    rows: Iterable[HandoverPoint] = HandoverPoint.objects.of(market.front.hub).filter(is_offered=True)
    weekday = market.day.day.weekday() if market.day else None
    return [point for point in rows if not point.weekdays or weekday in point.weekdays]


def ways_to_pay(market: Market, user: Any) -> list[tuple[str, str]]:
    """By card where cards are taken, on account where the hub agreed one, else when it is handed over."""
    ways = [(PAYMENT.AT_HANDOVER.value, "When you get it")]
    if configured():
        ways.insert(0, (PAYMENT.CARD.value, "By card, now"))
    if may_pay_later(market.front, user):
        ways.insert(0, (PAYMENT.ACCOUNT.value, "On account"))
    return ways
