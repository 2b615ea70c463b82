"""Drivers' hours and vans in Django's admin: a new law is a new row, so that what held before stays readable."""

from django.contrib import admin
from django.http import HttpRequest

from logistics.models import DrivingRule, Vehicle


@admin.register(DrivingRule)
class DrivingRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    """How long drivers may drive, which vans that is for, and where it is written."""

    list_display = ("name", "above_kg", "up_to_kg", "driving_limit_s", "break_after_s", "valid_from", "valid_until")
    list_filter = ("name",)


@admin.register(Vehicle)
class VehicleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    """What a van weighs at most, which decides whose rules its drivers go by."""

    list_display = ("name", "hub", "registration", "gross_weight_kg", "temperature_class", "out_of_use_since")
    list_filter = ("hub",)
    fields = ("name", "hub", "registration", "gross_weight_kg")
    readonly_fields = ("name", "hub")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Vans are added with their log line, not here."""
        del request
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Vehicle | None = None) -> bool:
        """Vans are taken out of use, never deleted."""
        del request, obj
        return False
