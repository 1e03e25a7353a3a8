from django import forms
from django.utils.translation import gettext_lazy as _

from projects.uploads import TYPES


class DocumentForm(forms.Form):
    """One file; what it really is, is judged by projects.uploads."""

    file = forms.FileField(
        label=_("Pièce à joindre"),
        max_length=5000,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(TYPES), "class": "visually-hidden"}),
    )
