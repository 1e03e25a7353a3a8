"""What a steward keeps of the reminders: one rung of the ladder at a time."""

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from governance.models import ReminderRung
from governance.typography import french
from projects.forms.text import LineField
from reviews.actions.cadence import with_rung
from reviews.cadence import problems

CODE_LENGTH = 16
FIRST_DAY, LAST_DAY = -20, 60


class RungForm(forms.ModelForm):
    """When a reminder leaves, to whom, alone or gathered; refused when the ladder makes no sense."""

    label = LineField(label=_("Libellé"), max_length=80)
    days = forms.IntegerField(
        label=_("Jours ouvrés après l’échéance"),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        help_text=_("0 : le jour même. Négatif : avant l’échéance."),
    )

    class Meta:
        model = ReminderRung
        fields = ["label", "days", "audience", "urgent", "stops", "in_use"]
        labels = {
            "audience": _("À qui"),
            "urgent": _("Part tout de suite, seule"),
            "stops": _("C’est la dernière"),
            "in_use": _("En usage"),
        }
        help_texts = {
            "urgent": _("Sinon, elle attend le résumé du matin de la personne."),
            "stops": _("Ensuite la balle reste dans « À moi de jouer », sans autre message."),
            "in_use": _("Décochez pour mettre de côté : ce qui est déjà parti reste noté."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        audiences = [(value, capfirst(label)) for value, label in ReminderRung.Audience.choices]
        self.fields["audience"].choices = [("", _("Choisir")), *audiences]
        if not self.instance.pk:
            del self.fields["in_use"]

    def clean_label(self):
        return french(self.cleaned_data["label"])

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            for sentence in problems(with_rung(self.instance).rungs):
                self.add_error(None, sentence)

    def save(self, commit=True):
        self.instance.by_hand = True
        if not self.instance.code:
            self.instance.code = new_code(self.cleaned_data["label"])
        return super().save(commit)


def new_code(label: str) -> str:
    """A stable identifier made from a label, that no rung ever had."""
    base = slugify(label)[: CODE_LENGTH - 3].strip("-") or "relance"
    taken = set(ReminderRung.objects.values_list("code", flat=True))
    names = (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
