from django import forms
from django.utils.translation import gettext_lazy as _

from projects.actions.talk import LONGEST_MESSAGE
from projects.forms.text import TextField


class MessageForm(forms.Form):
    """A few lines to the whole table."""

    prefix = "message"
    text = TextField(
        label=_("Votre message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Écrivez quelque chose."),
            "max_length": _("Restez sous 2 000 caractères, ou joignez une pièce."),
        },
    )


class NoteForm(MessageForm):
    """A few lines between IT people."""

    prefix = "note"
    text = TextField(
        label=_("Votre note"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Écrivez quelque chose."),
            "max_length": _("Restez sous 2 000 caractères."),
        },
    )
