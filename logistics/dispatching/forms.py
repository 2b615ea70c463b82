"""What the desk's links and forms carry."""

from django import forms

from logistics.dispatching.changes import KINDS
from logistics.dispatching.proposing import Change


class ChangeForm(forms.Form):
    """One change of the run that was shown; which ids it needs depends on its kind."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    run = forms.IntegerField(min_value=1)
    stop = forms.IntegerField(min_value=0, required=False)
    shipment = forms.IntegerField(min_value=0, required=False)
    vehicle = forms.IntegerField(min_value=0, required=False)
    route = forms.IntegerField(min_value=0, required=False)
    driver = forms.IntegerField(min_value=0, required=False)
    on = forms.DateField(required=False)

    def change(self) -> Change:
        """The change that was asked for; the form must be valid."""
        given = self.cleaned_data
        ids = {name: given[name] or 0 for name in ("stop", "shipment", "vehicle", "route", "driver")}
        return Change(kind=given["kind"], on=given["on"], **ids)


class KeepForm(ChangeForm):
    """A change that was looked at: the moment for which it was worked out, and what was shown of it."""

    at = forms.DateTimeField()
    shown = forms.CharField(max_length=64)
