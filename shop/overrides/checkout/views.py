"""The checkout: one page, and Oscar's own way of freezing, paying and placing behind it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from oscar.apps.checkout.views import PaymentDetailsView
from oscar.apps.order.exceptions import UnableToPlaceOrder

from shop.overrides.checkout.cards import CardAtTheTill
from shop.overrides.checkout.placing import HandedOver, new_order_number, total_of, wanted_of
from shop.produce.errors import NoVatRate
from shop.storefront.actions import take_order
from shop.storefront.basket_page import BasketPage, basket_page
from shop.storefront.choosing import Market, market_of
from shop.storefront.errors import StorefrontError
from shop.storefront.forms import CheckoutForm, points_on
from shop.storefront.models import HouseholdOrder
from shop.storefront.views.orders import PLACED_IN_SESSION
from shop.storefront.wanted import Household


class CheckoutView(CardAtTheTill, PaymentDetailsView):
    """Who, where, how to pay: for everybody with something in the basket, signed in or not.

    A card is held by `handle_payment` (before the order is written, outside any transaction) and tied to the order by
    `settle_payment` (inside its transaction).
    """

    template_name = template_name_preview = "oscar/checkout/checkout.html"
    pre_conditions = ["check_basket_is_not_empty"]
    form: CheckoutForm
    market: Market

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """A click that was answered leads to its order again; without an open day there is nothing to order for."""
        if request.method == "POST" and (placed := answered(request)):
            request.session[PLACED_IN_SESSION] = placed.order_id
            return redirect("checkout:thank-you")
        market = market_of(request, now=timezone.now())
        if market is None or market.day is None:
            return redirect("basket:summary")
        self.market = market
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_pre_conditions(self, request: Any) -> list[str]:
        """Our one page captures everything at once."""
        del request
        return self.pre_conditions

    def get_skip_conditions(self, request: Any) -> list[str]:
        """It is never skipped."""
        del request
        return []

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form, with what we know of who signed in."""
        del args, kwargs
        user = request.user
        known = {"name": str(user), "email": user.email} if user.is_authenticated else {}
        points = points_on(self.market)
        first = {"point": points[0].pk} if points else {}
        initial = {**known, **first, "client_key": uuid4(), **self.shown()}
        self.form = CheckoutForm(initial=initial, market=self.market, user=user)
        self.form.initial["payment"] = self.form.fields["payment"].choices[0][0]  # type: ignore[attr-defined]
        return self.page()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Place the order, or say what stands in the way with everything typed kept."""
        del args, kwargs
        self.form = CheckoutForm(request.POST, market=self.market, user=request.user)
        if not self.form.is_valid():
            return self.page(status=422)
        if changed := self.changed_since():
            return self.page(error=changed, status=422)
        method = HandedOver(self.form.cleaned_data["point"])
        charge = method.charge(request.basket.currency)
        guest = {} if request.user.is_authenticated else {"guest_email": self.form.cleaned_data["email"]}
        response: HttpResponse = self.submit(
            user=request.user,
            basket=request.basket,
            shipping_address=None,
            shipping_method=method,
            shipping_charge=charge,
            billing_address=None,
            order_total=total_of(request.basket, charge),
            order_kwargs=guest,
        )
        return response

    def changed_since(self) -> str:
        """What is no longer as the page showed it; empty when all is."""
        day = self.market.chosen
        if self.form.cleaned_data["day"] != day.day:
            return f"Ordering for the day you saw has closed. Your basket is now for {day}: look through it again."
        page = self.basket
        if page.problems:
            return " ".join(page.problems)
        if page.total_pence != self.form.cleaned_data["seen_pence"]:
            return "Something in your basket has changed since you opened this page. Look through it again."
        return ""

    def place_order(self, *args: Any, **kwargs: Any) -> Any:
        """Oscar's order and ours in one transaction. Raises UnableToPlaceOrder with the reason in words."""
        try:
            with transaction.atomic():
                order = super().place_order(*args, **kwargs)
                placed = self.take(order, now=timezone.now())
                self.settle_payment(placed)
        except (StorefrontError, NoVatRate) as error:
            raise UnableToPlaceOrder(str(error)) from error
        return order

    def take(self, order: Any, *, now: datetime) -> HouseholdOrder:
        """Reserve and freeze what Oscar has written."""
        data, user = self.form.cleaned_data, self.request.user
        seen = {row.line.product_id: row.item for row in self.basket.rows if row.item is not None}
        return take_order(
            front=self.market.front,
            order=order,
            delivery_day=self.market.chosen,
            point=data["point"],
            household=Household(
                name=data["name"],
                email=data["email"],
                phone=data["phone"],
                door=", ".join(each for each in (data["door"], data["postcode"].upper()) if each),
                postcode=data["postcode"],
                user=user if user.is_authenticated else None,
            ),
            payment=data["payment"],
            wanted=wanted_of(order, seen),
            client_key=data["client_key"],
            by=user if user.is_authenticated else None,
            now=now,
        )

    def generate_order_number(self, basket: Any) -> str:
        """A number that tells nothing and can't be guessed: Oscar's own counts baskets."""
        del basket
        return new_order_number()

    def handle_successful_order(self, order: Any) -> HttpResponse:
        """Lead to the thanks. The mail is in the outbox already, written with the order."""
        self.checkout_session.flush()
        self.request.session[PLACED_IN_SESSION] = order.id
        return HttpResponseRedirect(reverse("checkout:thank-you"))

    def restore_frozen_basket(self) -> None:
        """Thaw the basket, unless another click has turned it into an order meanwhile, and let go of the card."""
        self.let_card_go()
        basket = self.get_submitted_basket()
        if basket.status == basket.FROZEN:
            super().restore_frozen_basket()
        self.market.forget()

    def render_preview(self, request: Any, **kwargs: Any) -> HttpResponse:
        """Oscar's answer to a refused order."""
        del request
        return self.page(error=str(kwargs.get("error", "")), status=422)

    def render_payment_details(self, request: Any, **kwargs: Any) -> HttpResponse:
        """Oscar's answer to a refused payment."""
        return self.render_preview(request, **kwargs)

    @property
    def basket(self) -> BasketPage:
        """The basket as the page shows it."""
        return basket_page(self.market, self.request.basket)

    def shown(self) -> dict[str, Any]:
        """What the page shows and the form gives back."""
        return {"day": self.market.chosen.day.isoformat(), "seen_pence": self.basket.total_pence}

    def page(self, *, error: str = "", status: int = 200) -> HttpResponse:
        """The page with the form as it stands."""
        if self.form.is_bound:
            self.form.data = {**dict(self.form.data.items()), **self.shown()}
        facts = {
            "form": self.form,
            "error": error,
            "market": self.market,
            "page": self.basket,
            "points": points_on(self.market),
            "card": self.card_part(),
        }
        response: HttpResponse = self.render_to_response(facts, status=status)
        return response


def answered(request: Any) -> HouseholdOrder | None:
    """The order that this form's key stands for already, if it is this visitor's."""
    rows = HouseholdOrder.objects.filter(user=request.user.pk if request.user.is_authenticated else None)
    try:
        found: HouseholdOrder | None = rows.filter(client_key=request.POST.get("client_key") or None).first()
    except ValidationError:
        return None
    return found
