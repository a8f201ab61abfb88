from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearth.base.ids import key
from hearth.groups.models import Membership
from hearth.notices.models import DigestTime


class SeenForm(forms.Form):
    """Up to which instant everything has been seen."""

    until = forms.DateTimeField(widget=forms.HiddenInput)

    def clean_until(self):
        try:
            return self.cleaned_data["until"].astimezone(UTC)
        except OverflowError:
            raise ValidationError("no instant", "overflow") from None


class PushForm(forms.Form):
    """What a browser tells about itself when it agrees to be knocked at."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)


class EndpointForm(forms.Form):
    """Which browser is meant, when it speaks for itself."""

    endpoint = forms.CharField(max_length=1000)


class HourForm(forms.ModelForm):
    """When the letter of the day comes."""

    class Meta:
        model = DigestTime
        fields = ["at"]
        labels = {"at": _("The letter of the day comes at")}
        widgets = {"at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class GroupForm(forms.Form):
    """How much to hear from one group."""

    notices = forms.ChoiceField(
        label=_("How much would you like to hear?"), choices=Membership.Notices.choices, widget=forms.RadioSelect
    )
    named = forms.BooleanField(label=_("Letters may say this group’s name"), required=False)

    def __init__(self, data=None, *, membership: Membership, named: bool):
        super().__init__(data, prefix=key(membership.pk), initial={"notices": membership.notices, "named": named})
        self.membership = membership
