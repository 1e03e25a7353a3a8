from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Topic


class RuleSearchForm(forms.Form):
    """A topic and some words; anything else is as if nothing was asked."""

    sujet = forms.ModelChoiceField(Topic.objects.all(), to_field_name="slug", required=False)
    q = forms.CharField(label=_("Chercher"), max_length=100, required=False)

    def asked(self) -> tuple[str, str]:
        """The slug of the topic and the words, empty when they name nothing."""
        self.is_valid()
        topic = self.cleaned_data.get("sujet")
        return topic.slug if topic else "", self.cleaned_data.get("q", "")
