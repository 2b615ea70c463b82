"""Drivers' hours of the reference, for every installation; what stands is left as it is."""

from django.db import migrations

from logistics.drivers_hours import RULES


def put_in_place(apps, schema_editor):
    rule = apps.get_model("logistics", "DrivingRule")
    rule.objects.bulk_create([rule(**fields) for fields in RULES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("logistics", "0009_drivers_hours")]
    operations = [migrations.RunPython(put_in_place, migrations.RunPython.noop)]
