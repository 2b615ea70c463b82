"""A form's POST carries a key; the second click with the same key changes nothing."""

from django.conf import settings
from django.db import models


class AnsweredClick(models.Model):
    """One click that was carried out, and where its answer led."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    at = models.DateTimeField()
    answer_path = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.key} -> {self.answer_path}"
