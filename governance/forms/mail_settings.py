from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import MailSettings
from governance.models.reminding import MORNING

HOURS = [time(hour, minute) for hour in range(6, 20) for minute in (0, 30)]
ZONES = [
    ("Europe/Paris", _("Paris")),
    ("Europe/London", _("Londres")),
    ("Europe/Athens", _("Athènes")),
    ("Africa/Casablanca", _("Casablanca")),
    ("Africa/Dakar", _("Dakar")),
    ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("Guyane")),
    ("America/Miquelon", _("Saint-Pierre-et-Miquelon")),
    ("America/Montreal", _("Montréal")),
    ("America/New_York", _("New York")),
    ("America/Los_Angeles", _("Los Angeles")),
    ("Indian/Reunion", _("La Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("Asia/Dubai", _("Dubaï")),
    ("Asia/Kolkata", _("Inde")),
    ("Asia/Singapore", _("Singapour")),
    ("Asia/Tokyo", _("Tokyo")),
    ("Pacific/Noumea", _("Nouméa")),
    ("Pacific/Wallis", _("Wallis-et-Futuna")),
    ("Pacific/Tahiti", _("Tahiti")),
]


def hour_words(hour: time) -> str:
    """« 8 h 30 »"""
    return f"{hour.hour} h {hour:%M}" if hour.minute else f"{hour.hour} h"


class MailSettingsForm(forms.Form):
    """When a person's gathered reminders leave, if they do."""

    hour = forms.TypedChoiceField(
        label=_("Heure du résumé"),
        choices=[(f"{hour:%H:%M}", hour_words(hour)) for hour in HOURS],
        coerce=time.fromisoformat,
        help_text=_("Un seul e-mail par jour ouvré, et seulement si une balle est chez vous."),
    )
    zone = forms.ChoiceField(label=_("Votre fuseau horaire"), choices=ZONES)
    digests = forms.BooleanField(
        label=_("Recevoir ce résumé par e-mail"),
        required=False,
        help_text=_(
            "Sans lui, vos relances restent dans vos notifications. Les remontées partent."
        ),
    )

    @classmethod
    def of(cls, person, data=None) -> "MailSettingsForm":
        """The form of a person, as they last filled it."""
        row = getattr(person, "mail_settings", None) or MailSettings(hour=MORNING)
        initial = {
            "hour": f"{row.hour:%H:%M}",
            "zone": row.zone,
            "digests": row.no_digest_since is None,
        }
        form = cls(data, initial=initial, prefix="courriels")
        if row.zone not in dict(ZONES):
            form.fields["zone"].choices = [*ZONES, (row.zone, row.zone)]
        if initial["hour"] not in dict(form.fields["hour"].choices):
            hours = [*form.fields["hour"].choices, (initial["hour"], hour_words(row.hour))]
            form.fields["hour"].choices = hours
        return form
