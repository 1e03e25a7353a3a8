"""Two projects of the same title: refused until whoever writes says that it is wanted."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.similar import namesake


class SameTitleField(forms.BooleanField):
    """The box that keeps a title already taken: hidden until there is something to say."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        label = _("C’est bien un autre projet, gardez ce nom")
        super().__init__(label=label, required=False, **kwargs)


def check_title(form: forms.Form, user, *, apart_from: int | None = None) -> None:
    """Ask before a second project takes the title of another; expects `title` and `same_title`."""
    data = form.cleaned_data
    twin = namesake(user, data.get("title", ""), apart_from=apart_from)
    if twin and not data.get("same_title"):
        form.fields["same_title"].widget = forms.CheckboxInput()
        text = _now(
            "« %(title)s » existe déjà : %(key)s. Si le vôtre est un autre projet, cochez la case."
        )
        form.add_error("title", text % {"title": twin.title, "key": twin.key})
