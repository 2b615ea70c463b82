"""Every answer there is, one by one: the judge decides which are true, the levels which is best."""

from itertools import product

from logistics.planning.allocation.allocation import Allocation, Input, Line, ProcessedLine, Reason, Shortage
from logistics.planning.allocation.check import check
from logistics.planning.allocation.recount import recount

BY_HAND = Reason("not_listed")


def best_values(problem, *, seed):
    """The stated levels of the best answer: of all true ones, those least in the first level, of
    these those least in the second, and so on.
    """
    answers = [(dict(recount(problem, each)), each) for each in _true_answers(problem, seed)]
    for name in list(answers[0][0]):
        least = min(values[name] for values, _ in answers)
        answers = [pair for pair in answers if pair[0][name] == least]
    return list(answers[0][0].items())


def count(problem):
    """How many candidates there are."""
    total = 1
    for _, most in _places(problem):
        total *= most + 1
    return total


def _places(problem):
    places = []
    for demand in problem.demands:
        packs = {(demand.product, demand.pack_base): 1}
        packs |= {(each.product, each.pack_base): each.packs_per_wanted for each in demand.fallbacks}
        for listing in problem.listings:
            ratio = packs.get((listing.product, listing.pack_base))
            if ratio:
                places.append((("line", demand.id, listing.id, ratio), min(demand.packs, listing.packs // ratio)))
        for recipe in problem.recipes:
            ratio = packs.get((recipe.output_product, recipe.output_pack_base))
            if ratio:
                places.append((("made", demand.id, recipe.id, ratio), demand.packs))
    for recipe in problem.recipes:
        places += [
            (("input", recipe.id, listing.id, 1), listing.packs)
            for listing in problem.listings
            if listing.product == recipe.input_product
        ]
    return places


def _true_answers(problem, seed):
    places = _places(problem)
    wanted = {demand.id: demand.packs for demand in problem.demands}
    for amounts in product(*(range(most + 1) for _, most in places)):
        rows = [(place, fills) for (place, _), fills in zip(places, amounts, strict=True) if fills]
        filled = dict.fromkeys(wanted, 0)
        for (kind, demand, _, _), fills in rows:
            if kind != "input":
                filled[demand] += fills
        if any(filled[name] > packs for name, packs in wanted.items()):
            continue
        answer = Allocation(
            lines=tuple(
                Line(demand=first, listing=second, packs=fills * ratio, fills=fills, reason=BY_HAND)
                for (kind, first, second, ratio), fills in rows
                if kind == "line"
            ),
            processed=tuple(
                ProcessedLine(demand=first, recipe=second, packs=fills * ratio, fills=fills, reason=BY_HAND)
                for (kind, first, second, ratio), fills in rows
                if kind == "made"
            ),
            inputs=tuple(
                Input(recipe=first, listing=second, packs=packs)
                for (kind, first, second, _), packs in rows
                if kind == "input"
            ),
            shortages=tuple(
                Shortage(demand=name, packs=packs - filled[name], reason=BY_HAND)
                for name, packs in wanted.items()
                if packs > filled[name]
            ),
            seed=seed,
        )
        if {fault.code for fault in check(problem, answer)} <= {"objective", "backup"}:
            yield answer
