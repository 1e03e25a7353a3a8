"""The few widgets of our own; their templates are in templates/django/forms/widgets/."""

from django import forms


class ThreeWay(forms.RadioSelect):
    """Oui, Non, Je ne sais pas: three answers of equal rank, side by side."""

    template_name = "django/forms/widgets/segmented.html"


class ChoiceCards(forms.RadioSelect):
    """Radios whose consequence is written under each choice."""

    template_name = "django/forms/widgets/choice_cards.html"

    def __init__(self, *args, consequences=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.consequences = consequences or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["consequence"] = self.consequences.get(str(value), "")
        return option


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")
