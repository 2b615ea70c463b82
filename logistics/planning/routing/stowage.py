"""What may be in a van together: kinds of goods that never meet, and the sides of a movable wall.

Knows nothing of times. Loads within the van's capacity are `schedule`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.problem import Problem


def is_stowed(compiled: Compiled, van: int, tasks: Sequence[int]) -> bool:
    """Whether kinds that never ride together do not, and the van's wall, if it has one, can stand somewhere."""
    return not clash(compiled, tasks) and wall_over(compiled, van, tasks) <= 0


def apart(problem: Problem) -> Mapping[str, frozenset[str]]:
    """The kinds that each kind never rides with; kinds that ride with all others are not there."""
    pairs = [(pair.one, pair.other) for pair in problem.never_together]
    pairs += [(other, one) for one, other in pairs]
    return {kind: frozenset(other for one, other in pairs if one == kind) for kind, _ in pairs}


def clash(compiled: Compiled, tasks: Sequence[int]) -> bool:
    """Whether two kinds that never ride together are on board at the same time."""
    if not compiled.problem.never_together:
        return False
    others = apart(compiled.problem)
    on_board: Counter[str] = Counter()
    for task in tasks:
        kind = compiled.shipments[task // 2].kind
        if task % 2:
            on_board[kind] -= 1
        elif any(on_board[other] for other in others.get(kind, ())):
            return True
        else:
            on_board[kind] += 1
    return False


def wall_over(compiled: Compiled, van: int, tasks: Sequence[int]) -> int:
    """By how much both sides of the wall, the one in whole steps, are more than the van has; 0 if they are not."""
    wall = compiled.vehicles[van].wall
    if wall is None:
        return 0
    inside, outside = most_by_side(compiled, van, tasks)
    return max(0, -(-inside // wall.step) * wall.step + outside - compiled.vehicles[van].capacity[wall.dimension])


def most_by_side(compiled: Compiled, van: int, tasks: Sequence[int]) -> tuple[int, int]:
    """The most that the tasks put on the side of the wall's class, and on the other; each at its own worst moment."""
    wall = compiled.vehicles[van].wall
    if wall is None:
        return 0, 0
    on_board, most = [0, 0], [0, 0]
    for task in tasks:
        side = int(compiled.shipments[task // 2].temperature_class != wall.temperature_class)
        on_board[side] += compiled.load[task][wall.dimension]
        most[side] = max(most[side], on_board[side])
    return most[0], most[1]
