"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class NotGivenUp(Exception):
    """The message was sent, waits, or was told on the telephone: there is nothing to do by hand."""


class NoAddress(Exception):
    """Nobody knows an e-mail address to send it to."""


class NotToRunAgain(Exception):
    """The task is done or set aside, or nobody knows what it was asked to do."""
