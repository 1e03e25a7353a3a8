"""Who comes to a meeting from outside, and which documents it shares."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance import typography
from projects.forms.text import LineField
from reviews.models import ScopingMeeting, SharedDocument


class MeetingGuestForm(forms.Form):
    """One person, and why they come."""

    email = LineField(
        label=_("Adresse e-mail de la personne"),
        max_length=254,
        error_messages={"required": _("Donnez son adresse : l’invitation y part.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = LineField(
        label=_("Nom de la personne"),
        max_length=120,
        error_messages={"required": _("Donnez son nom : les trois voix le liront.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    vendor_name = LineField(
        label=_("Société"),
        max_length=120,
        required=False,
        help_text=_("Inutile si cette personne a déjà travaillé ici."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = LineField(
        label=_("Pourquoi l’inviter"),
        max_length=160,
        help_text=_("Une phrase. La personne et les trois voix la liront."),
        error_messages={"required": _("Dites en une phrase pourquoi cette personne vient.")},
    )


class SharedDocumentsForm(forms.Form):
    """The documents of the project, each shared with the meeting or not."""

    documents = forms.MultipleChoiceField(
        label=_("Pièces du projet"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Une de ces pièces n’est plus à partager. Relisez la liste.")
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, meeting: ScopingMeeting, **kwargs):
        rows = SharedDocument.objects.filter(meeting=meeting).readable().order_by("document")
        shared = [row.document for row in rows.select_related("document__subject__topic")]
        ticked = [str(document.pk) for document in shared]
        kwargs["initial"] = {"documents": ticked, "seen": ",".join(ticked)}
        super().__init__(*args, **kwargs)
        current = meeting.project.documents.current().select_related("subject__topic")
        known = {document.pk: document for document in [*current, *shared]}
        self.fields["documents"].choices = [(str(pk), words(row)) for pk, row in known.items()]

    def verb_arguments(self) -> dict:
        """What is ticked now, and what was when the list was read."""
        seen = {int(pk) for pk in self.cleaned_data["seen"].split(",") if pk.isdigit()}
        return {"wanted": {int(pk) for pk in self.cleaned_data["documents"]}, "seen": seen}


def words(document) -> str:
    """« devis.pdf, Hébergement, 1,4 Mo »."""
    topic = document.subject.topic.name if document.subject else _now("projet")
    return f"{document.name}, {topic}, {typography.file_size(document.size)}"
