"""A project that changes on the way: its scope, or the level of its path."""

from dataclasses import asdict

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Level, LevelCode, Person
from governance.widgets import ChoiceCards, DayInput, ThreeWay
from projects import questions
from projects.forms.registration import THREE_ANSWERS
from projects.forms.text import LineField, TextField
from projects.forms.titles import SameTitleField, check_title
from projects.models import Project, ScopeChange
from projects.reference import Reference
from projects.scope import Scope
from reviews.actions.scope_changes import NewVendor

TWO_LINES = forms.Textarea(attrs={"rows": 2})
PREFIX = "q-"


class ScopeForm(forms.Form):
    """What a project was registered for, to be written again, with the cause and the reason."""

    title = LineField(label=_("Nom du projet"), max_length=120)
    same_title = SameTitleField()
    need = TextField(
        label=_("À quoi servira-t-il, et pour qui ?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = LineField(
        label=_("Combien de personnes, lesquelles"), max_length=200, required=False
    )
    launch_on = forms.DateField(
        label=_("Mise en ligne visée"),
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Écrivez la date ainsi : 02/02/2027.")},
    )
    launch_reason = LineField(label=_("Pourquoi cette date"), max_length=200, required=False)
    vendor_email = LineField(
        label=_("E-mail du nouveau prestataire"),
        help_text=_("Seulement si la société change : l’accès de l’ancienne se ferme."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    vendor_name = LineField(label=_("Sa société"), max_length=120, required=False)
    cause = forms.ChoiceField(
        label=_("Ce qui a causé ce changement"),
        choices=[("", _("Choisir")), *ScopeChange.Cause.choices],
        error_messages={"required": _("Choisissez ce qui a causé ce changement.")},
    )
    reason = TextField(
        label=_("Pourquoi, en une phrase"),
        max_length=1000,
        widget=TWO_LINES,
        error_messages={"required": _("Dites pourquoi : les autres voix la liront.")},
    )

    def __init__(self, *args, project: Project, reference: Reference, user: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.user = project, user
        rows = questions.possible(reference.questions, project.kind.slug)
        self.questions = [row.slug for row in rows]
        for row in rows:
            self.fields[f"{PREFIX}{row.slug}"] = forms.ChoiceField(
                label=row.label,
                help_text=row.help,
                choices=THREE_ANSWERS,
                required=False,
                widget=ThreeWay,
                template_name="components/question.html",
            )

    def clean(self):
        data = super().clean()
        if data.get("title", "").casefold() != self.project.title.casefold():
            check_title(self, self.user, apart_from=self.project.pk)
        return data

    @property
    def profile(self):
        """The questions of the profile, as bound fields."""
        return [self[f"{PREFIX}{slug}"] for slug in self.questions]

    def scope(self, project: Project) -> Scope:
        """The scope that is wanted."""
        data = self.cleaned_data
        names = ("title", "need", "audience", "launch_on", "launch_reason")
        answers = {slug: data.get(f"{PREFIX}{slug}") for slug in self.questions}
        return Scope(
            **{name: data[name] for name in names},
            answers={slug: value for slug, value in answers.items() if value},
            vendor=project.vendor.name if project.vendor else "",
        )

    def vendor(self) -> NewVendor | None:
        """The company that takes over, when one does."""
        email = self.cleaned_data.get("vendor_email")
        return NewVendor(email, self.cleaned_data.get("vendor_name", "")) if email else None


def initial_scope(scope: Scope) -> dict:
    """What the form shows first: the scope as it is."""
    values = asdict(scope)
    answers = values.pop("answers")
    return {**values, **{f"{PREFIX}{slug}": value for slug, value in answers.items()}}


class LevelForm(forms.Form):
    """Another level for a project; its keys are the verb's arguments."""

    wanted = forms.ChoiceField(
        label=_("Quel chemin ?"),
        choices=LevelCode,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez un chemin.")},
    )
    reason = TextField(
        label=_("Pourquoi, en une phrase"),
        max_length=1000,
        widget=TWO_LINES,
        error_messages={"required": _("Dites pourquoi : l’autre voix la lira.")},
    )

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        others = [choice for choice in LevelCode.choices if choice[0] != project.level]
        self.fields["wanted"].choices = others
        meanings = dict(Level.objects.values_list("code", "meaning"))
        self.fields["wanted"].widget.consequences = meanings


class LevelAnswerForm(forms.Form):
    """The other side's answer."""

    agree = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("yes", _("D’accord")), ("no", _("Pas d’accord"))],
        widget=ChoiceCards(
            consequences={
                "yes": _("Le chemin change tout de suite, dates comprises."),
                "no": _("Rien ne change. Vous dites pourquoi."),
            }
        ),
        error_messages={"required": _("Choisissez une réponse.")},
    )
    word = TextField(label=_("En une phrase"), required=False, max_length=1000, widget=TWO_LINES)
