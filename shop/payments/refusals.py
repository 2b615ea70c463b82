"""Why a bank declined a card, as a customer can use it. Pure."""

WORDS = {
    "insufficient_funds": "There is not enough money on the card.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The security code is not right.",
    "invalid_cvc": "The security code is not right.",
    "incorrect_number": "The card number is not right.",
    "processing_error": "The bank could not deal with the card just now. Try again in a minute.",
    "authentication_required": "The bank wants you to confirm the payment.",
    "payment_intent_authentication_failure": "The payment was not confirmed at your bank.",
}
DECLINED = "Your bank declined the card."
KEPT = "Nothing was taken, and your basket is as it was. Try another card, or choose another way to pay."


def in_words(code: str) -> str:
    """The reason, that nothing was taken, and what to do. A bank's private reasons are not shown."""
    return f"{WORDS.get(code, DECLINED)} {KEPT}"
