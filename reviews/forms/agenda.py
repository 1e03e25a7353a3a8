from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Person, Topic
from projects.forms.text import LineField
from reviews.actions.arranging import LEAST_MINUTES, MOST_MINUTES
from reviews.actions.further_meetings import REASON_LENGTH
from reviews.actions.outcomes import project_people

SHORT_MINUTES = 5


def minutes_field(**options) -> forms.IntegerField:
    """How long a point takes."""
    return forms.IntegerField(
        label=_("Minutes"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES, **options
    )


class PointForm(forms.Form):
    """A point that nobody computed; its keys are the verb's arguments."""

    title = LineField(label=_("Titre du point"), max_length=160)
    why = LineField(label=_("Pourquoi en parler"), max_length=240, required=False)
    minutes = minutes_field(initial=SHORT_MINUTES)
    owner = forms.ModelChoiceField(
        label=_("Porté par"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Vous"),
    )
    topic = forms.ModelChoiceField(
        label=_("Sujet"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Aucun sujet en particulier"),
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, auto_id="ajout_%s", **kwargs)
        self.fields["owner"].queryset = project_people(project)
        topics = Topic.objects.filter(pk__in=project.topics.values("topic"))
        self.fields["topic"].queryset = topics.order_by("position")


class TermsForm(forms.Form):
    """The time and the owner of a point, with those that were read before changing them."""

    minutes = minutes_field()
    owner = forms.TypedChoiceField(
        label=_("Porté par"), required=False, coerce=int, empty_value=None
    )
    seen_minutes = forms.IntegerField(widget=forms.HiddenInput)
    seen_owner = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, item, people, **kwargs):
        terms = {"minutes": item.minutes_planned, "owner": item.owner_id}
        seen = {f"seen_{name}": value for name, value in terms.items()}
        super().__init__(*args, auto_id=f"point{item.pk}_%s", initial=terms | seen, **kwargs)
        self.people = {person.pk: person for person in people}
        if item.owner_id:
            self.people.setdefault(item.owner_id, item.owner)
        choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["owner"].choices = [("", _("Personne")), *choices]

    def verb_arguments(self) -> dict:
        """What the verb takes."""
        data = self.cleaned_data
        return {
            "minutes": data["minutes"],
            "owner": self.people.get(data["owner"]),
            "seen": (data["seen_minutes"], data["seen_owner"]),
        }

    def read_again(self, item) -> None:
        """What was typed stays; it is now told on the terms that somebody else gave meanwhile."""
        self.data = self.data.copy()
        self.data["seen_minutes"] = item.minutes_planned
        self.data["seen_owner"] = item.owner_id or ""


class RankForm(forms.Form):
    """Where a point goes, and the order that was read."""

    rank = forms.IntegerField(min_value=0, max_value=200)
    seen = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=2000)

    def verb_arguments(self) -> dict:
        """What the verb takes."""
        seen = [int(pk) for pk in self.cleaned_data["seen"].split(",")]
        return {"rank": self.cleaned_data["rank"], "seen": seen}


class FurtherMeetingForm(forms.Form):
    """Why the three voices meet again, and what they open again."""

    reason = LineField(
        label=_("Pourquoi se revoir ?"),
        help_text=_("En une phrase. Ce sera le premier point de l’ordre du jour."),
        max_length=REASON_LENGTH,
    )
    topics = forms.MultipleChoiceField(
        label=_("Quels sujets rouvrir ?"),
        help_text=_("Ce qui a été décidé sur les autres reste valable."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        rows = project.topics.select_related("topic").order_by("topic__position")
        self.fields["topics"].choices = [(row.topic.slug, row.topic.name) for row in rows]
