"""The commands: what they print, in words and as one JSON object, and how they refuse."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from logistics.models import CurrentPlan, StepRun
from tests.cast import a_hub
from tests.logistics.conducting import an_ordered_day

pytestmark = pytest.mark.django_db

DATES = [date(2026, 12, 25), date(2027, 3, 28)]
AT_DUE = "2027-03-07T17:00:00+00:00"


def run_cycle(*words: str) -> str:
    out = StringIO()
    call_command("run_cycle", *words, stdout=out)
    return out.getvalue()


def test_it_runs_the_due_days_of_a_cycle_by_name_and_says_each_step_with_its_counts() -> None:
    small = an_ordered_day()

    said = run_cycle("Week 10", "--now", AT_DUE)

    small.day.refresh_from_db()
    assert small.day.status == "routed"
    assert "  close      done     2 orders" in said
    assert "31 packs, 301.631 kg" in said
    assert "Ordered: 2 orders for 2 kitchens, 5 lines, 31 packs, 301.631 kg" in said
    assert "Money: sold £308.00" in said
    assert "(estimated)" in said


def test_it_says_its_own_lines_and_no_log_between_them(caplog: pytest.LogCaptureFixture) -> None:
    an_ordered_day()

    run_cycle("Week 10", "--now", AT_DUE)

    assert caplog.messages == []


def test_json_is_one_object_with_every_step_and_the_whole_sheet() -> None:
    small = an_ordered_day()

    said = json.loads(run_cycle(str(small.day.cycle_id), "--now", AT_DUE, "--json"))

    (day,) = said["days"]
    assert said["cycle"] == "Week 10"
    assert [step["step"] for step in day["steps"]] == ["close", "aggregate", "allocate", "confirm", "move"]
    assert day["waiting"] is False
    sheet = day["sheet"]
    assert sheet["ordered"]["packs"] == 31
    assert (sheet["packs_filled"], sheet["packs_short"], sheet["money"]["sold_pence"]) == (27, 4, 30_800)
    assert sheet["travel_source"] == "estimated"
    assert [each["goods"] for each in sheet["shortages"]] == ["Milk, 10 litre box"] * len(sheet["shortages"])
    assert sheet["distance_m"] == sum(route.distance_m for route in CurrentPlan.objects.get().run.routes.all())


def test_until_stops_there_and_the_next_call_goes_on() -> None:
    small = an_ordered_day()

    run_cycle("Week 10", "--now", AT_DUE, "--until", "allocate")
    small.day.refresh_from_db()
    assert small.day.status == "allocated"

    said = run_cycle("Week 10", "--now", AT_DUE)
    assert "allocate   stood" in said
    small.day.refresh_from_db()
    assert small.day.status == "routed"


def test_a_cycle_without_a_due_day_says_so_and_changes_nothing() -> None:
    an_ordered_day()

    assert run_cycle("Week 10", "--now", "2027-03-02T09:00:00+00:00") == "Week 10: no delivery day is due.\n"
    assert StepRun.objects.count() == 0


def test_routes_that_stand_are_planned_anew_with_a_reason() -> None:
    an_ordered_day()
    run_cycle("Week 10", "--now", AT_DUE)

    run_cycle("Week 10", "--now", AT_DUE, "--replan", "The big van is at the garage.")

    run = CurrentPlan.objects.get().run
    assert (run.number, run.why) == (2, "The big van is at the garage.")


def test_a_cycle_that_is_not_there_is_refused_with_those_that_are() -> None:
    an_ordered_day()

    with pytest.raises(CommandError, match=r"There is no cycle 'Week 11'\. The latest are: Week 10\."):
        run_cycle("Week 11")


def test_a_name_that_two_hubs_use_asks_for_the_hub() -> None:
    an_ordered_day()
    an_ordered_day(a_hub("Fenland Food Hub", "fenland"))

    with pytest.raises(CommandError, match="add --hub with one of"):
        run_cycle("Week 10", "--now", AT_DUE)
    assert "routed" in run_cycle("Week 10", "--hub", "fenland", "--now", AT_DUE)


def test_a_moment_that_is_none_is_refused_in_words() -> None:
    an_ordered_day()

    with pytest.raises(CommandError, match="is not a moment. Write it like 2027-03-07T17:00."):
        run_cycle("Week 10", "--now", "yesterday")


def test_a_refusal_says_that_nothing_was_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    small = an_ordered_day()
    small.packhouse.enterprise.kind = "wholesaler"
    small.packhouse.enterprise.save()

    with pytest.raises(
        CommandError, match="has no place of its own.*Nothing was half done: run the same command again"
    ):
        run_cycle("Week 10", "--now", AT_DUE)

    small.day.refresh_from_db()
    assert small.day.status == "confirmed"


@pytest.mark.slow
@pytest.mark.parametrize("today", DATES)
def test_the_small_day_shows_all_that_it_was_built_to_show(today: date, tmp_path: Path) -> None:
    """Christmas, and a day on which clocks change; the routes are drawn as well. Other dates: test_building_small."""
    out, err = StringIO(), StringIO()
    words = ["--scale", "small", "--date", today.isoformat(), "--json", "--picture", str(tmp_path / "day.svg")]

    call_command("day", *words, stdout=out, stderr=err)

    said = json.loads(out.getvalue())
    assert set(said["promised"]) == {"shortage", "chilled bottleneck", "tight window", "processed line", "no van"}
    assert all(said["shown"].values())
    assert said["day"]["status"] == "routed"
    assert all(each["reason"] for each in [*said["day"]["shortages"], *said["day"]["unserved"]])
    drops = [each for each in said["day"]["routes"] if each["day"] == said["day"]["routes"][-1]["day"]]
    drawn = ElementTree.parse(tmp_path / "day.svg")  # noqa: S314 - our own file
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}polyline")) == len(drops)
