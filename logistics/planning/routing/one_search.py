"""One search in a process of its own: asked as JSON, heard while it thinks, killed when it is not wanted any more.

Knows nothing of other searches. Its answer is believed only after the judge has agreed.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TextIO, cast

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import budget_to_json, fingerprint, plan_from_json, plan_to_json, problem_to_json
from logistics.planning.routing.plan import Plan, Progress
from logistics.planning.routing.problem import Budget, Problem, RoutingError
from logistics.planning.routing.robust.on_time import solve_on_time
from logistics.planning.routing.robust.replay import Demand
from logistics.planning.routing.shapes import decode
from logistics.planning.routing.solve import OnProgress, solve

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Question:
    """What each search is asked; `demand` is how punctual plans must be, `start` the plan to search on from."""

    problem: Problem
    budget: Budget
    demand: Demand | None = None
    start: Plan | None = None

    def as_json(self, seed: int) -> str:
        """The question of one process."""
        said: dict[str, Any] = {
            "problem": problem_to_json(self.problem),
            "budget": budget_to_json(self.budget),
            "seed": seed,
        }
        if self.demand is not None:
            said["on_time"] = asdict(self.demand)
        if self.start is not None:
            said["start"] = plan_to_json(self.start)
        return json.dumps(said)

    def alone(self, *, budget: Budget, seed: int, on_progress: OnProgress | None) -> Plan:
        """The answer of this process."""
        if self.demand is None:
            return solve(self.problem, budget=budget, seed=seed, on_progress=on_progress, start=self.start)
        found = solve_on_time(
            self.problem, budget=budget, seed=seed, demand=self.demand, on_progress=on_progress, start=self.start
        )
        return found.plan


@dataclass(frozen=True, slots=True)
class Answer:
    """A sound plan, how many of its visits are late too often, and whose it is."""

    plan: Plan
    late: int
    seed: int

    @property
    def merit(self) -> tuple[int, int, int, int]:
        """The least is best; of equals the one of the first seed."""
        return self.plan.penalty_pence, self.late, self.plan.objective_pence, self.seed


class Search:
    """One process: asked in a thread of its own, heard through a queue, killed when it is not wanted any more."""

    def __init__(self, command: Sequence[str], seed: int) -> None:
        self.command = command
        self.seed = seed
        self.said: dict[str, Any] = {}
        self.process: subprocess.Popen[str] | None = None
        self.thread: Thread | None = None

    def begin(self, question: Question, heard: SimpleQueue[Progress | None]) -> None:
        """Start the process and listen. Whatever goes wrong ends in a None that is heard."""
        path = os.pathsep.join(each for each in (str(ROOT), os.environ.get("PYTHONPATH", "")) if each)
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            logger.warning("planning with seed %d could not be started: %s", self.seed, error)
            heard.put(None)
            return
        self.thread = Thread(target=self._converse, args=(question, heard), name=f"planning-{self.seed}", daemon=True)
        self.thread.start()

    def _converse(self, question: Question, heard: SimpleQueue[Progress | None]) -> None:
        process = cast("subprocess.Popen[str]", self.process)
        try:
            with cast(TextIO, process.stdin) as target, cast(TextIO, process.stdout) as source:
                target.write(question.as_json(self.seed))
                target.close()
                for line in source:
                    self._heard(json.loads(line), heard)
        except (OSError, ValueError, TypeError, KeyError, RoutingError) as error:
            logger.warning("planning with seed %d was cut short: %s", self.seed, error)
        finally:
            heard.put(None)

    def _heard(self, line: dict[str, Any], heard: SimpleQueue[Progress | None]) -> None:
        if "progress" in line:
            heard.put(cast(Progress, decode(Progress, line["progress"], "progress")))
        else:
            self.said = line

    def end(self) -> None:
        """Nothing is left of the process when this returns."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.kill()
        status = self.process.wait()
        if self.thread is not None:
            self.thread.join()
        if status:
            logger.warning("planning with seed %d ended with status %d", self.seed, status)

    def answer_to(self, problem: Problem) -> Answer | None:
        """What it answered, if it answered this problem and the judge finds no fault."""
        if self.said.get("fingerprint") != fingerprint(problem):
            return None
        try:
            plan = plan_from_json(self.said.get("plan"))
        except RoutingError as error:
            logger.warning("planning with seed %d answered what can't be read: %s", self.seed, error)
            return None
        found = faults(problem, plan)
        if found:
            logger.warning("planning with seed %d was refused by the judge: %s", self.seed, found[0])
            return None
        late = self.said.get("late")
        return Answer(plan, len(late) if isinstance(late, list) else 0, self.seed)
