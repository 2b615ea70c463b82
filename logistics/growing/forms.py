"""What a grower types about a listing."""

from typing import Any, cast

from django import forms

from shop.cycles.actions.listing import collection_window
from shop.cycles.actions.promised import MOST_PACKS
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Place
from shop.pricing.money import NotAnAmount, parse_pounds, pounds

EITHER, BULK, SHOP, PARTS = "either", "bulk", "shop", "parts"
MARKETS = (
    (EITHER, "Kitchens and shop"),
    (BULK, "Kitchens only"),
    (SHOP, "Shop first, the rest to kitchens"),
    (PARTS, "A part for each"),
)
MOST_PENCE = 10_000_00


class PoundsField(forms.CharField):
    """An amount as people write it, cleaned to pence."""

    def clean(self, value: Any) -> int:
        """Pence. Raises ValidationError."""
        text: str = super().clean(value)
        try:
            pence = parse_pounds(text)
        except NotAnAmount as error:
            raise forms.ValidationError(str(error)) from error
        if not 1 <= pence <= MOST_PENCE:
            raise forms.ValidationError(f"A price is between £0.01 and {pounds(MOST_PENCE)}.")
        return pence


class MomentInput(forms.DateTimeInput):
    """A day and an hour as phones ask for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ListingForm(forms.Form):
    """Packs and price come first; all else has an answer already and may stay as it is."""

    packs = forms.IntegerField(label="How many packs", min_value=1, widget=forms.TextInput)
    price = PoundsField(label="Your price per pack", max_length=12)
    market = forms.ChoiceField(label="Who may buy it", choices=MARKETS, initial=EITHER, widget=forms.RadioSelect)
    packs_shop = forms.IntegerField(
        label="Of these, for the shop",
        min_value=0,
        max_value=MOST_PACKS,
        required=False,
        widget=forms.TextInput,
        help_text="For “a part for each”. What the shop does not sell goes to kitchens when ordering closes.",
    )
    handover = forms.ChoiceField(
        label="How it comes to us", choices=Listing.Handover.choices, initial="collected", widget=forms.RadioSelect
    )
    minimum_packs = forms.IntegerField(
        label="Smallest order worth your while",
        min_value=0,
        max_value=MOST_PACKS,
        required=False,
        widget=forms.TextInput,
        help_text="In packs. Fewer than this and nothing is taken.",
    )
    ready_from = forms.DateTimeField(label="Ready from", widget=MomentInput)
    ready_until = forms.DateTimeField(label="Ready until", widget=MomentInput)
    place = forms.ModelChoiceField(label="Where", queryset=Place.objects.none())

    def __init__(self, *args: Any, grower: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(enterprise=grower)
        cast(forms.ModelChoiceField, self.fields["place"]).queryset = places  # type: ignore[type-arg]
        if places.count() == 1:
            self.fields["place"].widget = forms.HiddenInput()
        for name in ("packs", "packs_shop", "minimum_packs"):
            self.fields[name].widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})
        self.fields["price"].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        """A part for each needs its number, and it must fit."""
        cleaned: dict[str, Any] = super().clean() or {}
        packs, part = cleaned.get("packs"), cleaned.get("packs_shop") or 0
        if cleaned.get("market") == PARTS and packs is not None and not 0 < part < packs:
            self.add_error("packs_shop", f"Say how many of the {packs} are for the shop: at least 1, fewer than all.")
        return cleaned

    def shares(self) -> dict[str, int]:
        """The packs as a listing holds them."""
        packs, market = self.cleaned_data["packs"], self.cleaned_data["market"]
        shop = {SHOP: packs, PARTS: self.cleaned_data["packs_shop"] or 0}.get(market, 0)
        either = packs if market == EITHER else 0
        return {"packs_shop": shop, "packs_either": either, "packs_bulk": packs - shop - either}

    def fields_of_listing(self) -> dict[str, Any]:
        """All that was typed, as the actions take it."""
        typed = self.cleaned_data
        return {
            **self.shares(),
            "price_pence": typed["price"],
            "handover": typed["handover"],
            "minimum_packs": typed["minimum_packs"] or 0,
            "ready_from": typed["ready_from"],
            "ready_until": typed["ready_until"],
            "place": typed["place"],
        }


def initial_for(grower: Enterprise, day: DeliveryDay, last: Listing | None) -> dict[str, Any]:
    """What stands in a new listing's form: as the last time, at the clock's hours; the packs are left to be typed."""
    ready_from, ready_until = collection_window(day)
    first_place = grower.places.order_by("pk").first()
    if last is None:
        return {
            "market": EITHER,
            "handover": Listing.Handover.COLLECTED,
            "ready_from": ready_from,
            "ready_until": ready_until,
            "place": first_place,
        }
    before = initial_of(last)
    market = EITHER if before["market"] == PARTS else before["market"]
    again = {"packs": "", "packs_shop": "", "market": market, "ready_from": ready_from, "ready_until": ready_until}
    return {**before, **again}


def initial_of(listing: Listing) -> dict[str, Any]:
    """What stands in the form of a listing."""
    return {
        "packs": listing.packs_for_bulk,
        "price": f"{listing.price_pence / 100:.2f}",
        "market": market_of(listing),
        "packs_shop": listing.packs_shop or "",
        "handover": listing.handover,
        "minimum_packs": listing.minimum_packs or "",
        "ready_from": listing.ready_from,
        "ready_until": listing.ready_until,
        "place": listing.place_id,
    }


def market_of(listing: Listing) -> str:
    """Which of the form's answers the listing's shares stand for."""
    if listing.packs_either:
        return EITHER
    if listing.packs_shop:
        return PARTS if listing.packs_bulk else SHOP
    return BULK
