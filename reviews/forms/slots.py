"""Dates on offer: proposed, answered, or chosen by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from governance import typography
from governance.widgets import DayInput, ThreeWay
from projects.forms.text import LineField
from reviews.forms.meetings import USUAL_HOUR, HourInput, PlaceFields
from reviews.models import SlotAnswer

ZONE = ZoneInfo(settings.TIME_ZONE)


class DatesField(forms.TypedMultipleChoiceField):
    """Some of the dates suggested; those suggested a moment ago are still understood."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(coerce=datetime.fromisoformat, empty_value=[], **kwargs)

    def valid_value(self, value):
        return instant(value) is not None


class SlotsForm(PlaceFields):
    """The dates that whoever organises puts on offer; its keys are the verb's arguments."""

    suggested = DatesField(
        label=_("Dates où personne n’est absent"),
        help_text=_("Cochez celles où vous pouvez venir."),
        required=False,
    )
    day = forms.DateField(
        label=_("Un autre jour"),
        help_text=_("Un jour ouvré à venir."),
        required=False,
        widget=DayInput,
    )
    hour = forms.TimeField(
        label=_("Heure de début"),
        help_text=_("Entre 8 h et 19 h, heure de Paris."),
        required=False,
        initial=USUAL_HOUR,
        widget=HourInput,
    )
    field_order = ["suggested", "day", "hour", "place", "video_link"]

    def __init__(self, *args, suggested: list[datetime], **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.data.getlist("suggested") if self.is_bound else []
        known = {start.isoformat(): start for start in suggested}
        known |= {value: start for value in asked if (start := instant(value))}
        self.fields["suggested"].choices = [
            (value, typography.moment(start))
            for value, start in sorted(known.items(), key=lambda pair: pair[1])
        ]

    def clean(self):
        """A day without an hour is not a date yet."""
        data = super().clean()
        if data.get("day") and "hour" in data and data["hour"] is None:
            self.add_error("hour", _("À quelle heure, ce jour-là ?"))
        return data

    def verb_arguments(self) -> dict:
        """Every date asked for, in Paris time whatever the season, and where."""
        data, starts = self.cleaned_data, list(self.cleaned_data["suggested"])
        if data["day"]:
            starts.append(datetime.combine(data["day"], data["hour"], tzinfo=ZONE))
        return {"starts": starts, "place": data["place"], "video_link": data["video_link"]}


class AnswersForm(forms.Form):
    """What one voice says of each date on offer."""

    def __init__(self, *args, slots, given: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        for slot in slots:
            self.fields[f"date-{slot.pk}"] = forms.ChoiceField(
                label=typography.moment(slot.starts_at),
                choices=SlotAnswer.Value.choices,
                widget=ThreeWay,
                initial=given.get(slot.pk),
                error_messages={"required": _("Oui, si besoin ou non ?")},
            )

    def answers(self) -> dict[int, str]:
        """The number of each date, with its answer."""
        return {int(name.removeprefix("date-")): value for name, value in self.cleaned_data.items()}


class ReasonForm(forms.Form):
    """Why somebody chooses for the three voices."""

    reason = LineField(
        label=_("Pourquoi"),
        help_text=_("Les deux autres voix le liront, et le journal le garde."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def instant(value: str) -> datetime | None:
    """The date behind the value of a box; nothing when it is not one of ours."""
    try:
        start = datetime.fromisoformat(value)
    except ValueError:
        return None
    return start if start.tzinfo else None
