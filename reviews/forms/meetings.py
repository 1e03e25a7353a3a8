from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.markup import icon
from governance.models import Person
from governance.roles import Voice
from governance.widgets import ChoiceCards, DayInput, ThreeWay
from projects.forms.text import LineField
from reviews.actions.effects import Settles, may_settle
from reviews.actions.outcomes import project_people
from reviews.models import Outcome, Signature
from reviews.pages.meetings import ICONS

NOTES_LENGTH = 20_000
USUAL_HOUR = time(10)
OWED = {
    "owner": _("Qui s’en charge ? Une action ou une question a toujours un nom."),
    "due_on": _("Avant quand ?"),
}


class HourInput(forms.TimeInput):
    """An hour, by the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class PlaceFields(forms.Form):
    """Where the three voices meet: a room, a video link, or both."""

    place = LineField(
        label=_("Salle"),
        help_text=_("Une salle, un lien, ou les deux."),
        max_length=200,
        required=False,
    )
    video_link = LineField(
        label=_("Lien de visioconférence"),
        help_text=_(
            "Le prestataire n’a pas accès à vos locaux ni à votre agenda : pensez au lien."
        ),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


class DateForm(PlaceFields):
    """When and where the three voices meet, and why this date was chosen for them."""

    day = forms.DateField(label=_("Jour"), help_text=_("Un jour ouvré à venir."), widget=DayInput)
    hour = forms.TimeField(
        label=_("Heure de début"),
        help_text=_("Entre 8 h et 19 h, heure de Paris."),
        initial=USUAL_HOUR,
        widget=HourInput,
    )
    reason = LineField(
        label=_("Pourquoi cette date"),
        help_text=_("Les deux autres voix le liront, et le journal le garde."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["day", "hour", "place", "video_link", "reason"]

    def verb_arguments(self) -> dict:
        """What the verb takes: one instant, in Paris time whatever the season, where and why."""
        data = self.cleaned_data
        zone = ZoneInfo(settings.TIME_ZONE)
        starts_at = datetime.combine(data["day"], data["hour"], tzinfo=zone)
        kept = ("place", "video_link", "reason")
        return {"starts_at": starts_at} | {name: data[name] for name in kept}


class PresenceForm(forms.Form):
    """Which of the three voices are there."""

    present = forms.MultipleChoiceField(
        label=_("Qui est là ?"),
        help_text=_("Sur place ou à distance. Une voix qui arrive plus tard s’ajoute ensuite."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [
            (seat.part, f"{Voice(seat.part).label} : {seat.person.name}") for seat in seats
        ]


class NotesForm(forms.Form):
    """What was said on a point, and the version that was read before writing."""

    notes = forms.CharField(
        label=_("Ce qui a été dit"),
        required=False,
        max_length=NOTES_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    page = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    keep = forms.RegexField(
        r"^(both|mine)-\d{1,9}$", required=False, widget=forms.HiddenInput, strip=True
    )

    def verb_arguments(self, stored: str) -> dict:
        """What the verb takes; after a conflict, the text that the person chose to keep."""
        data = self.cleaned_data
        kept = {"notes": data["notes"].replace("\r\n", "\n"), "page": data["page"]}
        if not data["keep"]:
            return kept | {"version": data["version"]}
        which, version = data["keep"].split("-")
        if which == "both":
            kept["notes"] = merged(stored, kept["notes"])
        return kept | {"version": int(version), "page": ""}


def merged(stored: str, typed: str) -> str:
    """Two texts written at once, in one: every line of both, none twice."""
    known = set(stored.splitlines())
    added = [line for line in typed.splitlines() if line not in known]
    return "\n".join([stored.rstrip("\n"), *added]) if added else stored


class OutcomeLine(forms.Form):
    """What a line says, who owes it and by when; its keys are the verb's arguments."""

    text = LineField(label=_("En une phrase"), max_length=1000)
    owner = forms.ModelChoiceField(
        label=_("Pour qui"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Personne"),
    )
    due_on = forms.DateField(label=_("Avant le"), required=False, widget=DayInput)
    settles = forms.ChoiceField(label=_("Ce que cela règle"), required=False)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = project_people(item.project)
        self.offered = {found.value: found for found in may_settle(item)}

    def clean_settles(self) -> Settles:
        """What the chosen value stands for."""
        return self.offered.get(self.cleaned_data["settles"], Settles())


def ask_who_owes(form: OutcomeLine) -> None:
    """An action or a question always has a name and a day."""
    for name, sentence in OWED.items():
        form.fields[name].required = True
        form.fields[name].error_messages["required"] = sentence


class OutcomeForm(OutcomeLine):
    """What comes out of a point, from its kind on."""

    kind = forms.ChoiceField(label=_("Ce que c’est"), choices=Outcome.Kind.choices, widget=ThreeWay)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["settles"].choices = settle_choices(self.offered)
        if not self.is_bound or self.data.get("kind") in Outcome.OWED:
            ask_who_owes(self)
        self.fields["kind"].choices = [
            (value, format_html('{}<span class="ms-1">{}</span>', icon(ICONS[value], "sm"), label))
            for value, label in Outcome.Kind.choices
        ]


class OutcomeEditForm(OutcomeLine):
    """A line that is said otherwise, and the version that was read before."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, outcome, **kwargs):
        item = outcome.item
        super().__init__(*args, item=item, auto_id=f"id_issue-{outcome.pk}_%s", **kwargs)
        if outcome.is_owed:
            del self.fields["settles"]
            ask_who_owes(self)
            return
        del self.fields["owner"], self.fields["due_on"]
        if outcome.kind != Outcome.Kind.DECISION:
            del self.fields["settles"]
            return
        mine = Settles.of(outcome)
        self.offered |= {mine.value: mine} if mine.value else {}
        self.fields["settles"].choices = settle_choices(self.offered)


def settle_choices(offered: dict) -> list:
    """Nothing more, or a topic to fill, or a dependency to confirm; in groups."""
    groups = {}
    for value, found in offered.items():
        if found.dependency:
            groups.setdefault(str(_("Confirmer une dépendance")), []).append(
                (value, str(found.dependency.system))
            )
            continue
        group = str(_("Remplir le sujet « %(topic)s »") % {"topic": found.subject.topic})
        label = found.option.label if found.option else _("avec la phrase ci-dessus")
        groups.setdefault(group, []).append((value, label))
    return [("", _("Rien d’autre")), *groups.items()]


class VersionForm(forms.Form):
    """The version of a line that was read."""

    version = forms.IntegerField(min_value=1)


class FieldForm(forms.Form):
    """Which field somebody has under their hands; none when they only read."""

    champ = forms.RegexField(r"^(notes|issue|suite)-\d{1,12}$", required=False)
    parti = forms.BooleanField(required=False)


class SignatureForm(forms.Form):
    """The answer of a voice; its keys are the verb's arguments."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=Signature.Answer.choices,
        widget=ChoiceCards(
            consequences={
                "agreed": _("Le compte rendu dit ce qui a été convenu."),
                "remark": _("Elle est jointe au dossier, rien n’est bloqué."),
                "disagreed": _("Dites pourquoi : le point revient à l’ordre du jour."),
            }
        ),
    )
    remark = forms.CharField(
        label=_("Votre remarque, ou votre raison"),
        help_text=_("Les deux autres voix la liront."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What was done, or the answer to a question."""

    answer = forms.CharField(
        label=_("Ce qui a été fait ou répondu"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
