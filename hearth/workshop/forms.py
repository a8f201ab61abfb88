from datetime import timedelta

from django import forms


class ExampleForm(forms.Form):
    """One field of each kind, for the gallery to draw. Nobody’s words are ever put into it."""

    title = forms.CharField(
        label="Title", max_length=120, error_messages={"required": "Give it a title, a few words are enough."}
    )
    email = forms.EmailField(label="E-mail address", help_text="Only for letters you ask for.", required=False)
    words = forms.CharField(
        label="Your words", widget=forms.Textarea, error_messages={"required": "There are no words here yet."}
    )
    zone = forms.ChoiceField(
        label="Time zone", choices=[("Europe/London", "Europe/London"), ("Europe/Madrid", "Europe/Madrid")]
    )
    told = forms.BooleanField(label="Write to me when someone replies", required=False)
    wish = forms.ChoiceField(
        label="What would help?",
        choices=[("listen", "Just listen"), ("ideas", "Ideas welcome"), ("good_news", "Good news")],
        error_messages={"required": "Choose one, so that people know how to answer."},
    )
    place = forms.MultipleChoiceField(
        label="Where would you like to meet?",
        choices=[("online", "Online"), ("in_person", "In person"), ("hybrid", "Both")],
        required=False,
        initial=["online"],
    )


class ClockForm(forms.Form):
    """How far the house’s clock runs ahead of the wall’s."""

    days = forms.IntegerField(label="Days", min_value=0, max_value=400, initial=0)
    hours = forms.IntegerField(label="Hours", min_value=0, max_value=23, initial=0)

    def ahead(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"], hours=self.cleaned_data["hours"])
