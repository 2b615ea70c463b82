"""The 14 allergens and what a specification says of each. Unknown is not none."""

from django.db import models


class Allergen(models.Model):
    """One of the 14 (Food Information Regulations 2014; Regulation (EU) 1169/2011, Annex II)."""

    code = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AllergenStatement(models.Model):
    """What is known of one allergen in one specification; no row means unknown."""

    class Presence(models.TextChoices):
        CONTAINS = "contains", "contains"
        MAY_CONTAIN = "may_contain", "may contain"
        CONFIRMED_ABSENT = "absent", "confirmed absent"

    specification = models.ForeignKey(
        "produce.Specification",
        on_delete=models.CASCADE,
        related_name="allergen_statements",
    )
    allergen = models.ForeignKey(Allergen, on_delete=models.PROTECT)
    presence = models.CharField(max_length=12, choices=Presence)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specification", "allergen"], name="allergen_stated_once")]

    def __str__(self) -> str:
        return f"{self.specification} {self.get_presence_display()} {self.allergen}"
