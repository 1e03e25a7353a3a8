from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import SavedView


class JoinMapForm(forms.Form):
    """Which of the views that one knows goes with the file."""

    view = forms.ModelChoiceField(
        queryset=SavedView.objects.none(),
        label=_("Vue à joindre"),
        empty_label=_("Choisissez une vue"),
        help_text=_("Les vôtres, et celles que vos collègues partagent."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["view"].queryset = SavedView.objects.known_to(user).order_by("name")
