"""What the law says about drivers' hours in Great Britain, as data with its days and sources."""

from datetime import date
from typing import Any

from logistics.models import DrivingRule

HOUR_S = 3600
MINUTE_S = 60

RULES: tuple[dict[str, Any], ...] = (
    {
        "name": "GB domestic rules",
        "up_to_kg": 3_500,
        "driving_limit_s": 10 * HOUR_S,
        "duty_limit_s": 11 * HOUR_S,
        "valid_from": date(1986, 9, 29),
        "source": "Transport Act 1968, section 96(1) and (3)(a), as modified by SI 1986/1459",
    },
    {
        "name": "Assimilated drivers’ hours",
        "above_kg": 3_500,
        "driving_limit_s": 9 * HOUR_S,
        "break_after_s": 4 * HOUR_S + 30 * MINUTE_S,
        "break_s": 45 * MINUTE_S,
        "valid_from": date(2007, 4, 11),
        "source": "Regulation (EC) No 561/2006, articles 6(1) and 7; a tenth hour twice a week is not counted on",
    },
)


def ensure_driving_rules() -> None:
    """Put the rules in place; what stands is left as it is."""
    DrivingRule.objects.bulk_create((DrivingRule(**fields) for fields in RULES), ignore_conflicts=True)
