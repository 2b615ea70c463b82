"""Several searches at once, each a process of its own with its own seed; the best answer that is judged sound wins.

Celery's workers may not start processes through `multiprocessing`; the planning command they can start, and kill. A
process that dies, hangs or answers nonsense costs its own answer and nothing else; where none answers, this process
plans as if it had been alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from logistics.planning.routing.contradictions import refuse_contradictions
from logistics.planning.routing.one_search import Question, Search
from logistics.planning.routing.plan import Plan, Progress
from logistics.planning.routing.problem import Iterations, Seconds
from logistics.planning.routing.solve import GUARD_S, OnProgress

COMMAND = (sys.executable, "-m", "logistics.planning.routing")
#: What a process may take beyond its budget: to start, to read the question and to write the answer.
PATIENCE_S = 20.0
#: How often whoever listens is asked whether to go on.
ASK_EVERY_S = 0.5
#: The least that is left for planning alone when every process failed.
LEAST_ALONE_S = 1.0


def solve_with(  # noqa: PLR0913 - the door's own words, and who searches
    question: Question,
    *,
    seed: int,
    processes: int,
    on_progress: OnProgress | None = None,
    commands: Sequence[Sequence[str]] | None = None,
    patience_s: float = PATIENCE_S,
    clock: Callable[[], float] = time.monotonic,
) -> Plan:
    """The best plan that as many processes find, with `seed` and the seeds after it; one process is this one.

    The budget is for each of them. It comes back `patience_s` after the budget at the latest, or, where no process
    answered, after planning alone with what is then left of the budget (at least a second). `on_progress` hears of
    plans better than any before, and stops all by returning False. `commands` are what is started, one for each
    process. Raises ContradictoryProblem.
    """
    if processes <= 1:
        return question.alone(budget=question.budget, seed=seed, on_progress=on_progress)
    refuse_contradictions(question.problem)
    began_s = clock()
    budget = question.budget
    wall_s = GUARD_S if isinstance(budget, Iterations) else budget.seconds
    searches = [Search(command, seed + number) for number, command in enumerate(commands or [COMMAND] * processes)]
    listener = Listener(on_progress)
    try:
        heard: SimpleQueue[Progress | None] = SimpleQueue()
        for each in searches:
            each.begin(question, heard)
        time_left = Patience(began_s, began_s + wall_s + patience_s, patience_s, clock)
        listen(searches, heard, listener, time_left)
    finally:
        for each in searches:
            each.end()
    sound = [answer for each in searches if (answer := each.answer_to(question.problem)) is not None]
    if sound:
        return min(sound, key=lambda answer: answer.merit).plan
    if isinstance(budget, Seconds):
        budget = Seconds(max(LEAST_ALONE_S, began_s + wall_s - clock()))
    return question.alone(budget=budget, seed=seed, on_progress=listener.hear)


@dataclass(slots=True)
class Patience:
    """Until when it is waited: the deadline, and once one search has answered no longer than it took again."""

    began_s: float
    deadline_s: float
    least_s: float
    clock: Callable[[], float]

    @property
    def left_s(self) -> float:
        """What is left of it, in seconds; 0 when it has run out."""
        return max(0.0, self.deadline_s - self.clock())

    def one_has_answered(self) -> None:
        """From now on the others have to hurry."""
        now_s = self.clock()
        self.deadline_s = min(self.deadline_s, now_s + max(self.least_s, now_s - self.began_s))


def listen(
    searches: Sequence[Search], heard: SimpleQueue[Progress | None], listener: Listener, patience: Patience
) -> None:
    """Hand on what is heard until every search has ended, patience has run out, or somebody says stop."""
    running = len(searches)
    while running and not listener.is_stopped and patience.left_s:
        try:
            said = heard.get(timeout=min(ASK_EVERY_S, patience.left_s))
        except Empty:
            listener.ask()
            continue
        if said is not None:
            listener.hear(said)
            continue
        running -= 1
        if any(each.said for each in searches):
            patience.one_has_answered()


@dataclass(slots=True)
class Listener:
    """Hands on what is better than anything before; asks whoever listens whether to go on."""

    on_progress: OnProgress | None
    best: Progress | None = None
    is_stopped: bool = False

    def hear(self, said: Progress) -> bool:
        """A better plan of one search, which may not be better than another's. False when somebody said stop."""
        if self.best is None or (said.penalty_pence + said.cost_pence) < self.best.penalty_pence + self.best.cost_pence:
            self.best = said
            self.ask()
        return not self.is_stopped

    def ask(self) -> None:
        """Say again what is best, and hear whether to go on."""
        if self.on_progress is not None and self.best is not None and self.on_progress(self.best) is False:
            self.is_stopped = True
