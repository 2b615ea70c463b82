"""The periods of the reference, for a new installation; what stands is left as it is."""

from django.db import migrations

from privacy.reference import PERIODS


def put_in_place(apps, schema_editor):
    period = apps.get_model("privacy", "RetentionPeriod")
    period.objects.bulk_create(
        [
            period(code=code, days=days, words=words, valid_from=starts, valid_until=ends, source=source)
            for code, days, words, starts, ends, source in PERIODS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_what_is_kept")]
    operations = [migrations.RunPython(put_in_place, migrations.RunPython.noop)]
