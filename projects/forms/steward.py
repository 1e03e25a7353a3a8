"""What a steward keeps of the paths: kinds, questions, milestones, levels."""

from decimal import Decimal

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.models import Kind, Level, MilestoneTemplate, ProfileQuestion
from governance.typography import french
from projects.actions.pathbook import new_slug, next_position, users_of
from projects.forms.text import LineField, LinesField, lines_of

MOST_LINES, LINE_LENGTH = 10, 160
FIXED_STEPS = ("registered", "scoping", "acceptance", "launch")


class WordsField(LineField):
    """One line of the company's words, with the spaces of French as the reference has them."""

    def to_python(self, value):
        return french(super().to_python(value))


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, on two columns where there is room."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "checks-wide"} | (attrs or {}), choices)


def lines(rows: int = 2) -> forms.Textarea:
    """A sentence that may be long."""
    return forms.Textarea(attrs={"rows": rows})


class ChangeForm(forms.Form):
    """What goes with every change: a word on why."""

    note = WordsField(
        label=later("Pourquoi ce changement"),
        help_text=later("Une ligne, gardée avec la version."),
        max_length=200,
        required=False,
    )


class FewLinesField(LinesField):
    """A short list in the steward's words, each line short too."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value):
        kept = [french(line) for line in super().clean(value)]
        if len(kept) > MOST_LINES:
            raise forms.ValidationError(_("Dix lignes au plus : gardez l’essentiel."))
        if any(len(line) > LINE_LENGTH for line in kept):
            raise forms.ValidationError(_("Une ligne dépasse 160 caractères : raccourcissez-la."))
        return kept

    def has_changed(self, initial, data):
        return [french(line) for line in lines_of(data or "")] != (initial or [])


def whole(label, low: int, high: int, **more) -> forms.IntegerField:
    """A whole number within bounds."""
    return forms.IntegerField(label=label, min_value=low, max_value=high, **more)


def in_use_or(row, relation: str, model):
    """The rows in use, and those that this row already names."""
    own = getattr(row, relation).values("pk") if row.pk else model.objects.none().values("pk")
    return model.objects.filter(Q(in_use=True) | Q(pk__in=own))


class KeptForm(forms.ModelForm):
    """A row of the paths, kept by hand from the first save on; retired, never deleted."""

    once = ""  # the column whose words must not be used twice

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "in_use" in self.fields:
            self.fields["in_use"].help_text = _(
                "Décochez pour retirer : les nouveaux projets l’ignorent, les autres le gardent."
            )
        if not self.instance.pk:
            self.fields.pop("in_use", None)
        if "position" in self.fields and not self.instance.pk:
            self.initial["position"] = next_position(self._meta.model)

    def clean(self):
        cleaned = super().clean()
        self.refuse_the_same_words(cleaned)
        if self.instance.pk and self.initial.get("in_use") and cleaned.get("in_use") is False:
            self.refuse_to_retire()
        return cleaned

    def refuse_the_same_words(self, cleaned):
        """Two things of the same name would be one trap."""
        words = cleaned.get(self.once)
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        if words and others.filter(**{f"{self.once}__iexact": words}).exists():
            self.add_error(self.once, _("Ce nom est déjà pris. Reprenez l’existant ou précisez."))

    def refuse_to_retire(self):
        """What a rule or a question in use still names stays."""
        if named := users_of(self.instance):
            shown = _(" ; ").join(f"« {words} »" for words in named[:4])
            self.add_error(
                "in_use", _("À changer d’abord, car elle ou il y est nommé : %s.") % shown
            )

    def save(self, commit=True):
        self.instance.by_hand = True
        if not self.instance.pk and not self.instance.position:
            self.instance.position = next_position(self._meta.model)
        return super().save(commit)


class KindForm(KeptForm):
    """A nature of project."""

    once = "name"
    usual_weeks = whole(later("Durée habituelle, en semaines"), 1, 104)
    position = whole(later("Ordre"), 1, 999)
    agenda = FewLinesField(
        label=later("Points propres à l’ordre du jour du cadrage"),
        help_text=later("Un par ligne."),
        required=False,
    )

    class Meta:
        model = Kind
        fields = ["name", "summary", "usual_weeks", "systems", "agenda", "position", "in_use"]
        field_classes = {"name": WordsField, "summary": WordsField}
        labels = {
            "name": later("Nom"),
            "summary": later("En une phrase"),
            "systems": later("Systèmes sur lesquels elle s’appuie d’habitude"),
            "in_use": later("En usage"),
        }
        widgets = {"systems": Boxes, "summary": lines()}

    def save(self, commit=True):
        if not self.instance.slug:
            self.instance.slug = new_slug(Kind, self.cleaned_data["name"], "nature")
        return super().save(commit)


class QuestionForm(KeptForm):
    """A question of the profile, and when it is asked."""

    once = "label"
    position = whole(later("Ordre"), 1, 999)

    class Meta:
        model = ProfileQuestion
        fields = ["label", "noun", "help", "topic", "kinds", "follows", "position", "in_use"]
        field_classes = {"label": WordsField, "noun": WordsField, "help": WordsField}
        labels = {
            "label": later("Question"),
            "noun": later("En deux mots"),
            "help": later("En clair"),
            "topic": later("Sujet qu’un « je ne sais pas » ouvre"),
            "kinds": later("Posée d’office pour"),
            "follows": later("Sinon, posée après un oui ou un « je ne sais pas » à"),
            "in_use": later("En usage"),
        }
        help_texts = {
            "noun": later("Ce que le chemin affiche : « paiement », « données personnelles »."),
            "kinds": later("Rien de coché, ni ici ni au-dessous : posée pour toutes les natures."),
        }
        widgets = {
            "label": lines(),
            "help": lines(),
            "kinds": Boxes,
            "follows": Boxes,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["noun"].required = True
        self.fields["topic"].empty_label = _("Choisissez un sujet")
        self.fields["kinds"].queryset = in_use_or(self.instance, "kinds", Kind)
        others = in_use_or(self.instance, "follows", ProfileQuestion)
        self.fields["follows"].queryset = others.exclude(pk=self.instance.pk)

    def save(self, commit=True):
        if not self.instance.slug:
            self.instance.slug = new_slug(ProfileQuestion, self.cleaned_data["noun"], "question")
        return super().save(commit)


class Shared(forms.ModelForm):
    """A step placed in time, as a percentage rather than a share."""

    percent = whole(
        later("Place dans le temps, en %"),
        1,
        99,
        help_text=later("0 : l’enregistrement ; 100 : la mise en ligne."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.initial.get("percent"):
            self.initial["percent"] = round(self.instance.share * 100)

    def save(self, commit=True):
        if "percent" in self.cleaned_data:
            self.instance.share = Decimal(self.cleaned_data["percent"]) / 100
        return super().save(commit)


class MilestoneForm(Shared, KeptForm):
    """A dated step without validation; the four that every project has stay where they are."""

    once = "name"

    class Meta:
        model = MilestoneTemplate
        fields = ["name", "percent", "kinds", "in_use"]
        field_classes = {"name": WordsField}
        labels = {
            "name": later("Nom"),
            "kinds": later("Pour ces natures seulement"),
            "in_use": later("En usage"),
        }
        help_texts = {"kinds": later("Rien de coché : pour toutes.")}
        widgets = {"kinds": Boxes}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.instance.slug
        if slug in FIXED_STEPS:
            del self.fields["kinds"], self.fields["in_use"]
        else:
            self.fields["kinds"].queryset = in_use_or(self.instance, "kinds", Kind)
        if slug in ("registered", "launch"):
            del self.fields["percent"]

    def clean_percent(self):
        """The scoping meeting comes before the acceptance."""
        percent = self.cleaned_data["percent"]
        shares = dict(MilestoneTemplate.objects.values_list("slug", "share"))
        if self.instance.slug == "scoping" and percent >= shares.get("acceptance", 1) * 100:
            raise forms.ValidationError(_("Le cadrage vient avant la recette."))
        if self.instance.slug == "acceptance" and percent <= shares.get("scoping", 0) * 100:
            raise forms.ValidationError(_("La recette vient après le cadrage."))
        return percent

    def save(self, commit=True):
        if not self.instance.slug:
            name = self.cleaned_data["name"]
            self.instance.slug = new_slug(MilestoneTemplate, name, "jalon")
        return super().save(commit)


class LevelForm(KeptForm):
    """The delays and the meaning of silence at one level."""

    answer_days = whole(later("Délai de réponse, en jours ouvrés"), 1, 60)
    checked_share = whole(
        later("Part relue après coup, en %"),
        0,
        100,
        help_text=later("Des projets acceptés d’emblée, combien sur cent sont relus plus tard."),
    )

    class Meta:
        model = Level
        fields = ["answer_days", "silence", "meaning", "checked_share"]
        field_classes = {"meaning": WordsField}
        labels = {
            "silence": later("Sans réponse à temps"),
            "meaning": later("Ce que cela veut dire"),
        }
        widgets = {"meaning": lines(3)}
