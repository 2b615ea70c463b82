"""The words of a reminder. Pure: values in, subject and text out."""

from dataclasses import dataclass

from shop.cycles.models import Reminder

KIND = Reminder.Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A subject line and a plain text."""

    subject: str
    body: str


WHAT = {
    KIND.LISTING: (
        "Listing for {day} closes at {by}",
        "You have not listed anything for {day} yet. You can list until {by}.",
        "List here",
    ),
    KIND.ORDERING: (
        "Ordering for {day} closes at {by}",
        "You have not ordered anything for {day} yet. You can order until {by}.",
        "Order here",
    ),
    KIND.ANSWER: (
        "Please answer for {day} by {by}",
        "Kitchens want some of what you listed for {day}. Please say by {by} whether you can bring it.",
        "Answer here",
    ),
}
FOOT = (
    "If you have nothing for this day, there is nothing to do. You are reminded of this once in an order cycle. "
    "Switch reminders off or on: {address}"
)
ANSWER_FOOT = "You are reminded of this once in an order cycle. Switch reminders off or on: {address}"


def reminder(*, kind: str, day: str, by: str, page: str, switch: str) -> Words:
    """The letter of one kind; `page` is where it is done, `switch` where reminders are switched off."""
    subject, says, here = WHAT[KIND(kind)]
    foot = ANSWER_FOOT if kind == KIND.ANSWER else FOOT
    body = f"{says.format(day=day, by=by)}\n\n{here}: {page}\n\n{foot.format(address=switch)}"
    return Words(subject.format(day=day, by=by), body)
