"""Periods in Django's admin: a new one is a new row, so that what held before stays readable."""

from django.contrib import admin

from privacy.models import RetentionPeriod


@admin.register(RetentionPeriod)
class RetentionPeriodAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    """How long things are kept, and who says so."""

    list_display = ("code", "words", "days", "valid_from", "valid_until", "source")
    list_filter = ("code",)
