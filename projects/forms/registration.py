from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.models import Kind, ProfileQuestion
from governance.verdicts import Incomplete
from governance.widgets import ChoiceCards, DayInput, ThreeWay
from projects.actions import guests
from projects.forms.text import LineField, TextField
from projects.models import Project

FARTHEST_DAYS = 5 * 366
LONGEST_KEPT = 5000
THREE_ANSWERS = [("yes", _("Oui")), ("no", _("Non")), ("unknown", _("Je ne sais pas"))]


class NeedForm(forms.Form):
    """What is needed, for whom, for when: nothing technical."""

    title = LineField(
        label=_("Nom du projet"),
        max_length=120,
        error_messages={"required": _("Donnez un nom au projet. Deux ou trois mots suffisent.")},
    )
    same_title = forms.BooleanField(
        label=_("C’est bien un autre projet, gardez ce nom"),
        required=False,
        widget=forms.HiddenInput,
    )
    kind = forms.ChoiceField(
        label=_("Nature"),
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez ce qui s’en approche le plus.")},
    )
    need = TextField(
        label=_("À quoi servira-t-il ?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase à quoi il servira.")},
    )
    audience = LineField(
        label=_("Pour qui ?"),
        max_length=200,
        error_messages={"required": _("Dites qui s’en servira.")},
    )
    launch_on = forms.DateField(
        label=_("Mise en ligne souhaitée"),
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={
            "required": _("Choisissez une date de mise en ligne à venir."),
            "invalid": _("Écrivez la date ainsi : 02/02/2027."),
        },
    )
    launch_reason = LineField(
        label=_("Pourquoi cette date"),
        max_length=200,
        error_messages={"required": _("Dites ce qui se passe ce jour-là, même en deux mots.")},
    )
    visibility = forms.ChoiceField(
        label=_("Qui le verra ?"),
        choices=[("", _("Choisir")), *Project.Visibility.choices],
        error_messages={"required": _("Choisissez qui le verra.")},
    )
    budget = forms.ChoiceField(
        label=_("Budget"),
        choices=[("", _("Choisir une fourchette")), *Project.Budget.choices],
        error_messages={"required": _("Choisissez une fourchette, ou « pas encore chiffré ».")},
    )
    already_started = TextField(
        label=_("Déjà commencé ? Ce qui est décidé, signé ou en ligne"),
        help_text=_("Un projet déjà lancé est bienvenu : ce qui est décidé sera relu en premier."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        kinds = list(Kind.objects.all())
        self.fields["kind"].choices = [(kind.slug, kind.name) for kind in kinds]
        self.fields["kind"].widget.consequences = {kind.slug: kind.summary for kind in kinds}

    def clean_launch_on(self):
        day = self.cleaned_data["launch_on"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(too_early(day, today))
        if day > today + timedelta(days=FARTHEST_DAYS):
            raise forms.ValidationError(_("C’est dans plus de cinq ans. Vérifiez l’année."))
        return day

    def clean(self):
        data = super().clean()
        twin = self._twin(data.get("title", ""))
        if twin and not data.get("same_title"):
            self.fields["same_title"].widget = forms.CheckboxInput()
            text = _now(
                "« %(title)s » existe déjà : %(key)s. Si le vôtre est un autre projet, cochez la case."
            )
            self.add_error("title", text % {"title": twin.title, "key": twin.key})
        return data

    def _twin(self, title: str) -> Project | None:
        live = Project.objects.visible_to(self.user).exclude(state=Project.State.CANCELLED)
        return live.filter(title__iexact=title).first() if title else None


class ProfileForm(forms.Form):
    """The plain questions of the profile, as the steward wrote them."""

    prefix = "q"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(ProfileQuestion.objects.all(), start=1):
            self.fields[question.slug] = forms.ChoiceField(
                label=f"{number}. {question.label}",
                help_text=question.help,
                choices=THREE_ANSWERS,
                widget=ThreeWay,
                template_name="components/question.html",
                error_messages={"required": _("Répondez, « je ne sais pas » compris.")},
            )

    def answers(self, data) -> dict[str, str]:
        """The answers already given, wrong ones left out."""
        known = {value for value, _label in THREE_ANSWERS}
        given = {slug: data.get(self.add_prefix(slug)) for slug in self.fields}
        return {slug: value for slug, value in given.items() if value in known}


class PeopleForm(forms.Form):
    """Who comes to the table beside the bearer."""

    vendor_name = LineField(
        label=_("Société prestataire"),
        max_length=120,
        error_messages={"required": _("Donnez le nom de la société, ou cochez la case.")},
    )
    vendor_email = LineField(
        label=_("E-mail de la personne qui mènera le projet chez elle"),
        max_length=254,
        error_messages={"required": _("Donnez son adresse, ou cochez la case.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "placeholder": "prenom.nom@agence.example"}
        ),
    )
    vendor_unknown = forms.BooleanField(label=_("Je ne le connais pas encore"), required=False)
    referent = forms.ChoiceField(
        label=_("Référent DSI"),
        widget=ChoiceCards,
        error_messages={
            "required": _("Choisissez une personne de la DSI."),
            "invalid_choice": _("Cette personne n’est plus proposée. Choisissez-en une autre."),
        },
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("vendor_unknown"):
            self.fields["vendor_name"].required = self.fields["vendor_email"].required = False
        people = [(str(candidate.person.pk), candidate.person.name) for candidate in candidates]
        self.fields["referent"].choices = people
        self.fields["referent"].widget.consequences = {
            str(candidate.person.pk): candidate.words for candidate in candidates
        }

    def clean(self):
        data = super().clean()
        if data.get("vendor_unknown"):
            return {**data, "vendor_name": "", "vendor_email": ""}
        if data.get("vendor_email"):
            self._check_guest(data)
        return data

    def _check_guest(self, data) -> None:
        try:
            data["vendor_email"] = guests.checked_address(data["vendor_email"])
            person = guests.known_guest(data["vendor_email"])
        except Incomplete as incomplete:
            self.add_error("vendor_email", str(incomplete.problems["email"]))
            return
        name = data.get("vendor_name", "")
        if person and name and person.vendor.name.casefold() != name.casefold():
            text = _now("Cette personne est déjà connue chez %(vendor)s. Vérifiez la société.")
            self.add_error("vendor_name", text % {"vendor": person.vendor})


class SystemsForm(forms.Form):
    """The systems to keep among those suggested."""

    systems = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["systems"].choices = [(row.system, row.system) for row in suggestions]


def too_early(day, today) -> str:
    """« Le 2 février 2026 est passé. Vouliez-vous dire 2027 ? »"""
    if day == today:
        return _now("C’est aujourd’hui. Choisissez une date à venir.")
    year = today.year + ((day.month, day.day) <= (today.month, today.day))
    facts = {"day": date_format(day, "j F Y").lower(), "year": year}
    return _now("Le %(day)s est passé. Vouliez-vous dire %(year)s ?") % facts


def typed(form: forms.Form) -> dict[str, str]:
    """What was typed in a form, as it was typed, within reason."""
    keys = [form.add_prefix(name) for name in form.fields]
    return {key: str(form.data.get(key) or "")[:LONGEST_KEPT] for key in keys}
