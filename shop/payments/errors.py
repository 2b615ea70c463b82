"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class PaymentRefused(Exception):
    """The family: no money was taken."""


class CardsNotTaken(PaymentRefused):
    """This installation has no keys for cards."""

    def __init__(self) -> None:
        super().__init__("This hub takes no cards here. Choose another way to pay.")


class CardDeclined(PaymentRefused):
    """The bank, or the card company, says no to this card."""


class BankAsks(PaymentRefused):
    """The bank wants the person to confirm; `client_secret` lets the page put its question (3-D Secure)."""

    def __init__(self, client_secret: str) -> None:
        self.client_secret = client_secret
        super().__init__("Your bank asks you to confirm this payment. Nothing has been taken yet.")


class CardsUnreachable(PaymentRefused):
    """The card company did not answer; the same click may be tried again."""

    def __init__(self) -> None:
        super().__init__("The card company can't be reached. Nothing was taken. Try again in a minute.")


class PaymentLapsed(PaymentRefused):
    """The hold was let go: it took too long, or it was cancelled."""

    def __init__(self) -> None:
        super().__init__("This payment was let go before the order stood. Nothing was taken. Enter your card again.")


class AnotherPayment(PaymentRefused):
    """The same click was answered before for another amount, order or card."""

    def __init__(self) -> None:
        super().__init__("This page was answered before with other details. Nothing was taken. Load it once more.")


class AlreadyPaid(PaymentRefused):
    """The order of this click stands, and its money is taken."""

    def __init__(self) -> None:
        super().__init__("This order is already paid for.")


class RefundRefused(PaymentRefused):
    """More would be given back than was taken, or nothing was taken yet."""


class RefundFailed(Exception):
    """Stripe refuses a refund, or did not answer for too long: money that is owed is not given back."""

    def __init__(self, refund: object) -> None:
        super().__init__(f"{refund} could not be given back.")
