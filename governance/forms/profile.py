from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from governance.models import Person

THEMES = [("", _("Auto")), ("light", _("Clair")), ("dark", _("Sombre"))]


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    class Meta:
        model = Person
        fields = ["name", "job_title"]
        help_texts = {
            "name": _("Comme vos projets l’affichent. Le journal garde le nom d’alors."),
            "job_title": _("Une ligne, en mots simples."),
        }

    def clean_name(self):
        """A name without line breaks or doubled spaces: it goes into e-mail headers."""
        return " ".join(self.cleaned_data["name"].split())


class ThemeForm(forms.Form):
    """The look of the pages."""

    theme = forms.ChoiceField(choices=THEMES, required=False)


class LanguageForm(forms.Form):
    """The language of the pages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
