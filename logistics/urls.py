"""Addresses of the hub's working pages, under /hub/."""

from django.urls import path

from logistics.api import page, webhook_pages
from logistics.views import (
    audit,
    calling,
    cycles,
    day_pages,
    drafting,
    failing,
    late_changes,
    running,
    settling,
    what_if,
)

app_name = "hub"
urlpatterns = [
    path("", cycles.hub, name="cycles"),
    path("draft/<int:hub_id>/", drafting.draft, name="draft"),
    path("failed/", failing.failed, name="failed"),
    path("failed/days/<int:day_id>/again/", failing.step_again, name="step-again"),
    path("failed/tasks/<int:task_id>/again/", failing.task_again, name="task-again"),
    path("failed/tasks/<int:task_id>/aside/", failing.task_aside, name="task-aside"),
    path("hubs/<int:hub_id>/log/", audit.log, name="audit"),
    path("hubs/<int:hub_id>/log/table/", audit.log_table, name="audit-table"),
    path("hubs/<int:hub_id>/programs/", page.tokens, name="api"),
    path("hubs/<int:hub_id>/programs/<int:token_id>/revoke/", page.revoke, name="api-revoke"),
    path("hubs/<int:hub_id>/webhooks/", webhook_pages.webhooks, name="webhooks"),
    path("hubs/<int:hub_id>/webhooks/<int:webhook_id>/", webhook_pages.webhook, name="webhook"),
    path("hubs/<int:hub_id>/webhooks/<int:webhook_id>/act/", webhook_pages.act, name="webhook-act"),
    path(
        "hubs/<int:hub_id>/webhooks/<int:webhook_id>/<int:delivery_id>/again/",
        webhook_pages.again,
        name="webhook-again",
    ),
    path("cycles/<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("cycles/<int:cycle_id>/open/", drafting.open_draft, name="open"),
    path("cycles/<int:cycle_id>/progress/", running.progress, name="progress"),
    path("cycles/<int:cycle_id>/run/", running.run, name="run"),
    path("cycles/<int:cycle_id>/<str:day>/", cycles.cycle, name="day"),
    path("cycles/<int:cycle_id>/<str:day>/shares/", day_pages.shares, name="shares"),
    path("cycles/<int:cycle_id>/<str:day>/what-if/", what_if.ask, name="what-if"),
    path("cycles/<int:cycle_id>/<str:day>/orders/", day_pages.orders, name="orders"),
    path("cycles/<int:cycle_id>/<str:day>/handovers/", day_pages.handovers, name="handovers"),
    path("cycles/<int:cycle_id>/<str:day>/log/", day_pages.log, name="log"),
    path("cycles/<int:cycle_id>/<str:day>/calls/", calling.calls, name="calls"),
    path("cycles/<int:cycle_id>/<str:day>/changes/", late_changes.changes, name="changes"),
    path("cycles/<int:cycle_id>/<str:day>/changes/<int:order_id>/", late_changes.enter, name="change"),
    path("cycles/<int:cycle_id>/<str:day>/settle/", settling.settle, name="settle"),
]
