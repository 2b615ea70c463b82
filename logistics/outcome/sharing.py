"""An allocation as the shop's rows understand it, and the shop's rows as the allocation they came from."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from logistics.intake.keys import key_of, number_of
from logistics.intake.sharing import SharingQuestion
from logistics.planning.allocation.allocation import Allocation, Input, Line, ProcessedLine, Shortage
from logistics.planning.allocation.codec import problem_from_json, to_json
from logistics.planning.allocation.problem import Problem
from logistics.planning.allocation.wording import Reason
from shop.cycles.models import Listing
from shop.procurement.models import AllocationLine, AllocationRun, ProcessingInput
from shop.procurement.models import Shortage as ShortageRow
from shop.procurement.shared_out import SharedInput, SharedLine, SharedOut, SharedShortage
from shop.produce.models import Recipe


def shared_out(question: SharingQuestion, answer: Allocation) -> SharedOut:
    """The judged answer in the shop's terms: ids, packs, the seller's price, and each reason in people's names."""
    taken = {line.listing for line in answer.lines} | {each.listing for each in answer.inputs}
    listings = Listing.objects.in_bulk({number_of(key) for key in taken})
    recipes = Recipe.objects.in_bulk({number_of(each.recipe) for each in answer.processed})
    return SharedOut(
        fingerprint=question.fingerprint,
        solver_status=answer.status,
        objective=objective(answer),
        problem=json.loads(to_json(question.problem)),
        lines=[
            *(line_from_listing(line, listings, question.names) for line in answer.lines),
            *(line_from_recipe(line, recipes, question.names) for line in answer.processed),
        ],
        inputs=[input_of(each, listings) for each in answer.inputs],
        shortages=[shortage_of(each, question.names) for each in answer.shortages],
    )


def line_from_listing(line: Line, listings: Mapping[int, Listing], names: Mapping[str, str]) -> SharedLine:
    """Packs of a grower's listing for an order line."""
    listing = listings[number_of(line.listing)]
    return SharedLine(
        order_line_id=number_of(line.demand),
        pack_id=listing.pack_id,
        packs=line.packs,
        fills=line.fills,
        price_pence=listing.price_pence,
        listing_id=listing.pk,
        **reasoned(line.reason, names),
    )


def line_from_recipe(line: ProcessedLine, recipes: Mapping[int, Recipe], names: Mapping[str, str]) -> SharedLine:
    """Packs that a processor makes for an order line."""
    recipe = recipes[number_of(line.recipe)]
    return SharedLine(
        order_line_id=number_of(line.demand),
        pack_id=recipe.output_pack_id,
        packs=line.packs,
        fills=line.fills,
        price_pence=recipe.fee_pence,
        recipe_id=recipe.pk,
        **reasoned(line.reason, names),
    )


def input_of(each: Input, listings: Mapping[int, Listing]) -> SharedInput:
    """Packs of a listing for a processor."""
    listing = listings[number_of(each.listing)]
    return SharedInput(
        recipe_id=number_of(each.recipe),
        listing_id=listing.pk,
        packs=each.packs,
        price_pence=listing.price_pence,
    )


def shortage_of(each: Shortage, names: Mapping[str, str]) -> SharedShortage:
    """Ordered packs that nobody fills."""
    return SharedShortage(order_line_id=number_of(each.demand), packs=each.packs, **reasoned(each.reason, names))


def reasoned(reason: Reason, names: Mapping[str, str]) -> dict[str, Any]:
    """The reason's code, numbers and words, with people's names in place of our keys."""
    named = replace(reason, names=tuple((role, names.get(key, key)) for role, key in reason.names))
    return {"reason_code": reason.code, "reason_numbers": dict(reason.numbers), "reason_text": named.text}


def objective(answer: Allocation) -> dict[str, Any]:
    """Each level's value, bound, gap and status, in the order in which they count."""
    levels = [
        {"name": level.name, "value": level.value, "bound": level.bound, "gap": level.gap, "status": level.status}
        for level in answer.levels
    ]
    return {"levels": levels, "gap": answer.gap, "seed": answer.seed}


def problem_of(run: AllocationRun) -> Problem:
    """The question that a stored run answered."""
    return problem_from_json(json.dumps(run.problem))


def allocation_of(run: AllocationRun) -> Allocation:
    """A stored run as the answer it was, so that a re-share can leave alone what still holds."""
    lines = list(AllocationLine.objects.filter(run=run).order_by("id"))
    return Allocation(
        lines=tuple(
            Line(
                demand=key_of("line", row.order_line_id),
                listing=key_of("listing", row.listing_id),
                packs=row.packs,
                fills=row.fills,
                reason=Reason(row.reason_code),
            )
            for row in lines
            if row.listing_id is not None
        ),
        processed=tuple(
            ProcessedLine(
                demand=key_of("line", row.order_line_id),
                recipe=key_of("recipe", row.recipe_id),
                packs=row.packs,
                fills=row.fills,
                reason=Reason(row.reason_code),
            )
            for row in lines
            if row.recipe_id is not None
        ),
        inputs=tuple(
            Input(recipe=key_of("recipe", row.recipe_id), listing=key_of("listing", row.listing_id), packs=row.packs)
            for row in ProcessingInput.objects.filter(run=run).order_by("id")
        ),
        shortages=tuple(
            Shortage(demand=key_of("line", row.order_line_id), packs=row.packs, reason=Reason(row.reason_code))
            for row in ShortageRow.objects.filter(run=run).order_by("id")
        ),
    )
