"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class AddressRefused(Exception):
    """Nothing is ever sent to this address."""


class WebhookRefused(Exception):
    """What was asked of a webhook can't be done."""


class NotDelivered(Exception):
    """The address did not take the message; the text says why."""
