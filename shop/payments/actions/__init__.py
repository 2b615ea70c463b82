"""What is done with card payments: hold, take, let go, give back."""

from shop.payments.actions.authorising import authorise
from shop.payments.actions.letting_go import cancel
from shop.payments.actions.refunding import refund, refund_order, refund_part
from shop.payments.actions.taking import capture_on_commit

__all__ = ["authorise", "cancel", "capture_on_commit", "refund", "refund_order", "refund_part"]
