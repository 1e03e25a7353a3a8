from django import forms
from django.utils.translation import gettext_lazy as _

from governance.widgets import ThreeWay
from projects.forms.text import TextField
from projects.models import Document
from reviews.models import CriterionAnswer

TWO_LINES = forms.Textarea(attrs={"rows": 2})


class CriterionForm(forms.Form):
    """Answer one criterion of a gate; its keys are the verb's arguments."""

    value = forms.ChoiceField(
        label=_("Est-ce vrai ?"),
        choices=[
            (CriterionAnswer.Value.HELD, _("Tenu")),
            (CriterionAnswer.Value.NOT_HELD, _("Pas tenu")),
            (CriterionAnswer.Value.NOT_CONCERNED, _("Sans objet")),
        ],
        widget=ThreeWay(attrs={"data-focus": True}),
        error_messages={"required": _("Dites si ce critère est tenu.")},
    )
    word = TextField(
        label=_("Un mot pour qui décide"),
        help_text=_("Où le vérifier, ce qui manque, ou pourquoi c’est sans objet."),
        required=False,
        max_length=1000,
        widget=TWO_LINES,
    )
    document = forms.ModelChoiceField(
        label=_("Pièce du dossier"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucune pièce"),
        error_messages={
            "invalid_choice": _(
                "Cette pièce n’est plus au dossier du projet. Choisissez-en une autre."
            )
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, gate, answer=None, key="", **kwargs):
        if answer and answer.value:
            kept = {"value": answer.value, "word": answer.word, "document": answer.document_id}
            kwargs["initial"] = kept | kwargs.get("initial", {})
        super().__init__(*args, auto_id=f"c-{key}-%s", **kwargs)
        self.initial.setdefault("version", answer.version if answer else 0)
        self.use_required_attribute = False
        rows = Document.objects.filter(project=gate.project)
        said = rows.kept().filter(pk=answer.document_id) if answer and answer.document_id else None
        offered = rows.current()
        self.fields["document"].queryset = (offered | said) if said is not None else offered


class AnswerVersionForm(forms.Form):
    """Which answer was read; its key is the verb's argument."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
