"""Questions over prices, orders and their lines, allocations and answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from shop.rows.append_only import AppendOnlyQuerySet
from shop.rows.scoping import OfHub


class PublishedPriceQuerySet(OfHub):
    """Published prices of a hub."""

    def holding_on(self, day: date, *, basis: Any = None) -> Self:
        """Prices that hold on `day`, the contract's own before the hub's, the newest before older ones."""
        lists = Q(basis=None) if basis is None else Q(basis=None) | Q(basis=basis)
        return self.filter(lists, Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day).order_by(
            "pack_id", F("basis_id").desc(nulls_last=True), "-valid_from"
        )

    def per_pack(self, day: date, *, packs: Iterable[int], basis: Any = None) -> dict[int, int]:
        """The price in pence that a buyer pays on `day` for each of the packs (ids); a pack without one is left out."""
        prices: dict[int, int] = {}
        found = self.filter(pack_id__in=set(packs)).holding_on(day, basis=basis)
        for pack_id, price_pence in found.values_list("pack_id", "price_pence"):
            prices.setdefault(pack_id, price_pence)
        return prices


class BulkOrderQuerySet(OfHub):
    """Bulk orders of a hub."""

    def counting(self) -> Self:
        """Orders that are added up: placed or confirmed, never drafts or cancelled ones."""
        return self.filter(status__in=["placed", "confirmed"])

    def spent_pence(self) -> int:
        """What these orders come to, net of VAT: confirmed lines with their late changes, else what was ordered."""
        ordered = self.filter(status="placed").aggregate(
            pence=Coalesce(Sum(F("drops__lines__packs") * F("drops__lines__price_pence")), 0)
        )
        confirmed = self.filter(status="confirmed").aggregate(
            pence=Coalesce(
                Sum(F("drops__lines__confirmations__packs") * F("drops__lines__confirmations__price_pence")), 0
            )
        )
        changed = self.filter(status="confirmed").aggregate(
            pence=Coalesce(
                Sum(
                    F("drops__lines__confirmations__late_change_lines__packs_by")
                    * F("drops__lines__confirmations__price_pence")
                ),
                0,
            )
        )
        return int(ordered["pence"]) + int(confirmed["pence"]) + int(changed["pence"])


class BulkOrderLineQuerySet(OfHub):
    """Lines of a hub's bulk orders."""

    hub_path = "drop__order__hub"

    def counting_for(self, delivery_day: Any) -> Self:
        """Lines that are added up for a delivery day, in a fixed order."""
        return self.filter(
            drop__order__delivery_day=delivery_day,
            drop__order__status__in=["placed", "confirmed"],
        ).order_by("id")

    def named(self) -> Self:
        """Buyer, kitchen, pack, specification and product come along."""
        return self.select_related("drop__order__buyer", "drop__kitchen", "pack__specification__product")


class AllocationRunQuerySet(AppendOnlyQuerySet):
    """Allocation runs of a hub."""

    hub_path = "delivery_day__cycle__hub"

    def current_for(self, delivery_day: Any) -> Any:
        """The run that stands for the day, or None. Its long snapshot is read only when asked for."""
        return (
            self.filter(delivery_day=delivery_day, delivery_day__current_allocation__run=F("pk"))
            .defer("problem")
            .first()
        )


class OfRunQuerySet(AppendOnlyQuerySet):
    """Rows that a run of the allocation wrote once: shares, shortages, confirmations, purchases."""

    hub_path = "run__delivery_day__cycle__hub"


class ConfirmationQuerySet(OfRunQuerySet):
    """What was promised to a hub's kitchens."""

    def amended(self) -> Self:
        """With `packs_standing`: the packs promised after all late changes; 0 where all were taken off."""
        return self.annotate(packs_standing=with_late_changes("confirmation", "packs_by"))

    def standing(self) -> Self:
        """Lines of which something is still promised, each with its `packs_standing`."""
        return self.amended().filter(packs_standing__gt=0)


class PurchaseQuerySet(OfRunQuerySet):
    """What was bought of a hub's growers and processors."""

    def amended(self) -> Self:
        """With `packs_standing`: the packs bought after all late changes; 0 where all were given back."""
        return self.annotate(packs_standing=with_late_changes("purchase", "bought_by"))

    def standing(self) -> Self:
        """Lines of which something is still bought, each with its `packs_standing`."""
        return self.amended().filter(packs_standing__gt=0)


class LateChangeLineQuerySet(AppendOnlyQuerySet):
    """Lines of a hub's late changes."""

    hub_path = "late_change__delivery_day__cycle__hub"

    def unsold(self, delivery_day: Any) -> dict[int, int]:
        """Purchase id to its packs that the hub has bought and that no kitchen gets any more."""
        rows = self.filter(late_change__delivery_day=delivery_day).order_by()
        left = rows.values_list("purchase").annotate(packs=Sum("bought_by") - Sum("packs_by"))
        return {purchase: packs for purchase, packs in left if packs}


def with_late_changes(paper: str, by: str) -> Any:
    """The row's packs and what its late changes add to them."""
    lines: Any = apps.get_model("procurement", "LateChangeLine")._default_manager.filter(**{paper: OuterRef("pk")})
    changed = lines.order_by().values(paper).annotate(packs=Sum(by)).values("packs")
    return F("packs") + Coalesce(Subquery(changed, output_field=IntegerField()), 0)


class DeliveredLineQuerySet(AppendOnlyQuerySet):
    """What was handed over to a hub's kitchens."""

    hub_path = "confirmation__run__delivery_day__cycle__hub"


class GoodsInQuerySet(AppendOnlyQuerySet):
    """Counts at a hub's packhouse door."""

    hub_path = "purchase__delivery_day__cycle__hub"

    def latest_for(self, delivery_day: Any) -> dict[int, Any]:
        """Purchase id to its last count: what holds. One query."""
        counts = self.filter(purchase__delivery_day=delivery_day).order_by("purchase_id", "number")
        return {row.purchase_id: row for row in counts.select_related("by")}


class PackedQuerySet(AppendOnlyQuerySet):
    """What was packed for a hub's kitchens."""

    hub_path = "confirmation__run__delivery_day__cycle__hub"

    def latest_for(self, delivery_day: Any) -> dict[int, Any]:
        """Confirmation id to its last packing: what holds. One query. A line that nobody packed is left out."""
        packings = self.filter(confirmation__run__delivery_day=delivery_day).order_by("confirmation_id", "number")
        return {row.confirmation_id: row for row in packings.select_related("by", "confirmation")}


class LostBesideQuerySet(AppendOnlyQuerySet):
    """Packs that a hub bought for households and that did not reach them."""

    hub_path = "purchase__delivery_day__cycle__hub"


class GrowerAnswerQuerySet(OfHub):
    """Growers' answers of a hub."""

    hub_path = "run__delivery_day__cycle__hub"

    def limits_for(self, delivery_day: Any) -> dict[int, int]:
        """Listing id to the packs it will deliver at most, where its grower held some back on the day.

        A grower who later accepts more than that has lifted the limit; accepting what was left has not.
        """
        limits: dict[int, int] = {}
        answers = self.filter(run__delivery_day=delivery_day).order_by("run__number")
        for listing_id, answer, packs in answers.values_list("listing_id", "answer", "packs"):
            if answer != "accepted":
                limits[listing_id] = packs
            elif packs > limits.get(listing_id, packs):
                del limits[listing_id]
        return limits


def asked_of_listings(run: Any) -> dict[int, int]:
    """Listing id to the packs a run takes of it in all: for kitchens, and for processors to work up."""
    asked: dict[int, int] = {}
    for rows in (run.lines.filter(listing__isnull=False), run.processing_inputs.all()):
        for listing_id, packs in rows.values_list("listing_id").annotate(packs=Sum("packs")):
            asked[listing_id] = asked.get(listing_id, 0) + packs
    return asked


def unanswered(run: Any) -> list[int]:
    """The call list: ids of the listings a run takes packs of whose growers have not answered it."""
    answered = set(run.answers.values_list("listing_id", flat=True))
    return sorted(set(asked_of_listings(run)) - answered)
