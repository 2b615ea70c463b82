"""Addresses of the papers, under /papers/."""

from django.urls import path

from shop.settlement.views import bank, claims, lists, outbox, papers, payouts, put_right

app_name = "papers"
urlpatterns = [
    path("", lists.door, name="door"),
    path("of/<int:enterprise_id>/", lists.papers_of_enterprise, name="of"),
    path("of/<int:enterprise_id>/bank/", bank.bank, name="bank"),
    path("of/<int:enterprise_id>/bank/change/", bank.change, name="bank-change"),
    path("payouts/<int:hub_id>/", payouts.payouts, name="payouts"),
    path("payouts/<int:hub_id>/make/", payouts.make, name="payouts-make"),
    path("payout-runs/<int:run_id>/", payouts.payout_run, name="payout-run"),
    path("payout-runs/<int:run_id>/bank-file/", payouts.bank_file, name="payout-file"),
    path("payout-runs/<int:run_id>/paid/", payouts.paid, name="payout-run-paid"),
    path("payout-runs/<int:run_id>/<int:payout_id>/failed/", payouts.failed, name="payout-failed"),
    path("hub/<int:hub_id>/", lists.hub, name="hub"),
    path("days/<int:day_id>/", lists.day, name="day"),
    path("statements/<int:paper_id>/", papers.statement, name="statement"),
    path("statements/<int:paper_id>/table.csv", papers.statement_table, name="statement-table"),
    path("invoices/<int:paper_id>/", papers.invoice, name="invoice"),
    path("invoices/<int:paper_id>/table.csv", papers.invoice_table, name="invoice-table"),
    path("credits/<int:paper_id>/", put_right.credit, name="credit"),
    path("corrections/<int:paper_id>/", put_right.correction, name="correction"),
    path("claims/<int:hub_id>/", claims.claims, name="claims"),
    path("claims/<int:hub_id>/<int:claim_id>/", claims.answer, name="claim-answer"),
    path("outbox/<int:hub_id>/", outbox.outbox, name="outbox"),
    path("outbox/<int:hub_id>/<int:message_id>/again/", outbox.again, name="outbox-again"),
    path("outbox/<int:hub_id>/<int:message_id>/rung/", outbox.rung, name="outbox-rung"),
]
