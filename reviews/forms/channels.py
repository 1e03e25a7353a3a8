"""A channel of the chat, as a steward fills it; its secret address is never shown again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import ChatChannel
from governance.verdicts import Incomplete
from projects.forms.text import LineField
from reviews.actions.channels import check_address


class ChannelForm(forms.Form):
    """Where the posts go, and in which tool's words."""

    label = LineField(label=_("Nom du canal"), max_length=80)
    flavour = forms.ChoiceField(label=_("Outil"), choices=ChatChannel.Flavour.choices)
    url = forms.CharField(
        label=_("Adresse secrète du canal"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    in_use = forms.BooleanField(
        label=_("En usage"),
        required=False,
        help_text=_("Décochez pour mettre de côté : plus rien n’y part."),
    )

    def __init__(self, data=None, *, channel: ChatChannel | None = None):
        initial = {"flavour": ChatChannel.Flavour.TEAMS}
        if channel:
            initial = {name: getattr(channel, name) for name in ("label", "flavour", "in_use")}
        super().__init__(data, initial=initial)
        self.channel = channel
        if channel is None:
            del self.fields["in_use"]
            self.fields["url"].required = True
            help_text = _(
                "L’adresse que votre outil donne pour recevoir des messages, qu’il nomme souvent "
                "« webhook entrant ». Elle ne sera plus montrée ici."
            )
        else:
            help_text = _("Laissez vide pour garder celle d’aujourd’hui : %(masked)s") % {
                "masked": masked(channel.url)
            }
        self.fields["url"].help_text = help_text

    def clean_url(self):
        url = self.cleaned_data["url"].strip()
        if url:
            try:
                check_address(url)
            except Incomplete as error:
                raise forms.ValidationError(error.problems["url"]) from error
        return url


def masked(url: str) -> str:
    """« https://chat.exemple.fr/… »: enough to know it, not enough to use it."""
    scheme, _sign, rest = url.partition("://")
    return f"{scheme}://{rest.split('/')[0]}/…"
