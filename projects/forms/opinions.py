from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.text import LineField


class QuestionForm(forms.Form):
    """A question to IT, in one line."""

    prefix = "flash"
    question = LineField(
        label=_("Votre question, en une ligne"),
        max_length=400,
        error_messages={
            "required": _("Posez votre question en une ligne."),
            "max_length": _("Restez sous 400 caractères : une seule question à la fois."),
        },
    )


class AnswerForm(forms.Form):
    """The answer of IT, in one line."""

    answer = LineField(
        label=_("Votre avis, en une ligne"),
        max_length=600,
        error_messages={
            "required": _("Répondez en une ligne."),
            "max_length": _("Restez sous 600 caractères : c’est un avis, pas une note."),
        },
    )
