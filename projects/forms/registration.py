"""The first two screens of a registration: the need, then the plain questions of the profile."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.models import Kind
from governance.widgets import ChoiceCards, DayInput, ThreeWay
from projects import commitments, questions
from projects.forms.text import LineField, TextField
from projects.forms.titles import SameTitleField, check_title
from projects.models import Project
from projects.reference import Reference

FARTHEST_DAYS = 5 * 366
LONGEST_KEPT = 5000
MOST_KEPT = 60
THREE_ANSWERS = [("yes", _("Oui")), ("no", _("Non")), ("unknown", _("Je ne sais pas"))]


class NeedForm(forms.Form):
    """What is needed and for when; what else is already known may follow, nothing technical."""

    DETAILS = ("audience", "launch_reason", "visibility", "budget")
    STARTED = ("started", "already_started")

    title = LineField(
        label=_("Nom du projet"),
        max_length=120,
        error_messages={"required": _("Donnez un nom au projet. Deux ou trois mots suffisent.")},
    )
    same_title = SameTitleField()
    kind = forms.ChoiceField(
        label=_("Nature"),
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez ce qui s’en approche le plus.")},
    )
    need = TextField(
        label=_("À quoi servira-t-il, et pour qui ?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase à quoi il servira.")},
    )
    launch_on = forms.DateField(
        label=_("Mise en ligne souhaitée"),
        help_text=_("Déjà ouvert ? Donnez le jour de l’ouverture et dites-le plus bas."),
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={
            "required": _("Choisissez une date de mise en ligne à venir."),
            "invalid": _("Écrivez la date ainsi : 02/02/2027."),
        },
    )
    launch_reason = LineField(label=_("Pourquoi cette date"), max_length=200, required=False)
    audience = LineField(
        label=_("Combien de personnes, lesquelles"), max_length=200, required=False
    )
    visibility = forms.ChoiceField(
        label=_("Qui le verra ?"),
        choices=[("", _("Pas encore dit")), *Project.Visibility.choices[:-1]],
        required=False,
    )
    budget = forms.ChoiceField(
        label=_("Budget"),
        choices=[("", _("Pas encore chiffré")), *Project.Budget.choices[:-1]],
        required=False,
    )
    started = forms.MultipleChoiceField(
        label=_("Ce qui est déjà décidé, signé ou ouvert"),
        choices=commitments.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    already_started = TextField(
        label=_("En quelques mots"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        kinds = list(Kind.objects.filter(in_use=True))
        self.fields["kind"].choices = [(kind.slug, kind.name) for kind in kinds]
        self.fields["kind"].widget.consequences = {kind.slug: usual_time(kind) for kind in kinds}

    @property
    def has_details(self) -> bool:
        """Whether something is said beyond what is asked."""
        return self._says(self.DETAILS)

    @property
    def has_started(self) -> bool:
        """Whether something is already decided, signed or open."""
        return self._says(self.STARTED)

    def _says(self, names) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    def clean_visibility(self):
        return self.cleaned_data["visibility"] or Project.Visibility.UNKNOWN

    def clean_budget(self):
        return self.cleaned_data["budget"] or Project.Budget.UNKNOWN

    def clean(self):
        data = super().clean()
        self._check_launch(
            data.get("launch_on"), is_live=commitments.ALREADY_LIVE in data.get("started", ())
        )
        check_title(self, self.user)
        return data

    def _check_launch(self, day, *, is_live: bool) -> None:
        """A launch is to come, within five years; a service already open has a past one."""
        today, far = timezone.localdate(), timedelta(days=FARTHEST_DAYS)
        if day is None or (is_live and today - far <= day <= today):
            return
        if day <= today:
            self.add_error("launch_on", too_early(day, today))
        elif day > today + far:
            self.add_error("launch_on", _("C’est dans plus de cinq ans. Vérifiez l’année."))


class ProfileForm(forms.Form):
    """The plain questions of a kind, as the steward wrote them; some wait for another answer."""

    prefix = "q"

    def __init__(self, *args, kind: str, reference: Reference, **kwargs):
        super().__init__(*args, **kwargs)
        rows = questions.possible(reference.questions, kind)
        self.outright = {row.slug for row in rows if questions.is_outright(row, kind)}
        for row in rows:
            self.fields[row.slug] = forms.ChoiceField(
                label=row.label,
                help_text=row.help,
                choices=THREE_ANSWERS,
                widget=ThreeWay,
                template_name="components/question.html",
                error_messages={"required": _("Répondez, « je ne sais pas » compris.")},
            )
        given = self.answers(self.data) if self.is_bound else self.initial
        self.asked = {row.slug for row in questions.asked(rows, kind, given)}
        for slug, field in self.fields.items():
            field.required = slug in self.asked

    def answers(self, data) -> dict[str, str]:
        """The answers already given, wrong ones left out."""
        known = {value for value, _label in THREE_ANSWERS}
        given = {slug: data.get(self.add_prefix(slug)) for slug in self.fields}
        return {slug: value for slug, value in given.items() if value in known}


def usual_time(kind: Kind) -> str:
    """« Un site que l’on refait. D’habitude, 24 semaines. »"""
    text = ngettext(
        "%(summary)s D’habitude, %(n)d semaine.",
        "%(summary)s D’habitude, %(n)d semaines.",
        kind.usual_weeks,
    )
    return text % {"summary": kind.summary, "n": kind.usual_weeks}


def too_early(day, today) -> str:
    """« Le 2 février 2026 est passé. Vouliez-vous dire 2027 ? »"""
    if day == today:
        return _now("C’est aujourd’hui. Choisissez une date à venir.")
    year = today.year + ((day.month, day.day) <= (today.month, today.day))
    facts = {"day": date_format(day, "j F Y").lower(), "year": year}
    return _now("Le %(day)s est passé. Vouliez-vous dire %(year)s ?") % facts


def typed(form: forms.Form) -> dict[str, str | list[str]]:
    """What was typed in a form, as it was typed, within reason."""
    kept: dict[str, str | list[str]] = {}
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if isinstance(field, forms.MultipleChoiceField):
            kept[key] = [value[:LONGEST_KEPT] for value in several(form.data, key)]
        else:
            kept[key] = without_nul(form.data.get(key))[:LONGEST_KEPT]
    return kept


def several(data, key: str) -> list[str]:
    """Every value sent under a key, whether by a browser or kept in a draft."""
    values = data.getlist(key) if hasattr(data, "getlist") else data.get(key) or []
    return [without_nul(value) for value in values][:MOST_KEPT]


def without_nul(value) -> str:
    """What was sent as text, without the one sign that PostgreSQL cannot keep."""
    return str(value or "").replace("\0", "")
