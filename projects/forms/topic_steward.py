"""What a steward keeps of the topics: their questions, their facts, their admitted solutions."""

from django import forms
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.models import Fact, Topic, TopicOption
from governance.typography import french
from projects.actions.pathbook import new_slug, next_position
from projects.actions.topic_book import fact_slug, users_of, users_of_answer
from projects.forms.choices import field_of
from projects.forms.steward import WordsField, lines, whole

MORE_ANSWERS, MOST_ANSWERS, ANSWER_LENGTH = 4, 30, 120
ICONS = (
    ("cloud", later("nuage : où c’est hébergé")),
    ("code", later("code : techniques")),
    ("key", later("clé : accès")),
    ("chart-bar", later("courbes : mesure")),
    ("shield", later("bouclier : sécurité")),
    ("fingerprint", later("empreinte : données personnelles")),
    ("plug-connected", later("prise : flux")),
    ("puzzle", later("pièce : modules")),
    ("lifebuoy", later("bouée : assistance")),
    ("door-exit", later("porte : sortie")),
    ("file-text", later("page : autre")),
)


class KeptRow(forms.ModelForm):
    """A row of the topics, kept by hand from the first save on; retired, never deleted."""

    once = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["in_use"].help_text = _(
            "Décochez pour retirer : les nouvelles versions l’ignorent, les autres le gardent."
        )
        if not self.instance.pk:
            del self.fields["in_use"]
            self.initial["position"] = self.last_position() + 1

    def siblings(self):
        """The rows among which a name is used once."""
        return self._meta.model.objects.filter(topic=self.instance.topic)

    def last_position(self) -> int:
        """The place of the last sibling."""
        return self.siblings().aggregate(last=Max("position"))["last"] or 0

    def clean(self):
        cleaned = super().clean()
        words = cleaned.get(self.once)
        same = (
            self.siblings().exclude(pk=self.instance.pk).filter(**{f"{self.once}__iexact": words})
        )
        if words and same.exists():
            self.add_error(self.once, _("Ce nom est déjà pris. Reprenez l’existant ou précisez."))
        if self.initial.get("in_use") and cleaned.get("in_use") is False:
            self.refuse_to_retire()
        return cleaned

    def refuse_to_retire(self):
        """What a rule or a question in use still names stays."""
        if named := users_of(self.instance):
            self.add_error("in_use", blocked_by(named))

    def save(self, commit=True):
        self.instance.by_hand = True
        return super().save(commit)


def blocked_by(named: list[str]) -> str:
    """What must change first."""
    shown = _(" ; ").join(f"« {words} »" for words in named[:4])
    return _("À changer d’abord, car elle ou il y est nommé : %s.") % shown


class TopicForm(KeptRow):
    """A topic: its question and its help."""

    once = "name"
    position = whole(later("Ordre"), 0, 999)
    icon = forms.ChoiceField(label=later("Icône"), choices=ICONS)

    class Meta:
        model = Topic
        fields = ["name", "question", "help", "icon", "usual_voice", "position", "in_use"]
        field_classes = {"name": WordsField, "question": WordsField}
        widgets = {"question": lines(), "help": lines(3)}
        labels = {
            "name": later("Nom"),
            "question": later("La question posée"),
            "help": later("En clair"),
            "usual_voice": later("Qui sait répondre d’habitude"),
            "in_use": later("En usage"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance.icon
        if own and own not in dict(ICONS):
            self.fields["icon"].choices = [(own, own), *ICONS]

    def siblings(self):
        return Topic.objects.all()

    def save(self, commit=True):
        if not self.instance.slug:
            slug = new_slug(Topic, self.cleaned_data["name"], "sujet")
            self.instance.slug = slug.replace("_", "-")
            if Topic.objects.filter(slug=self.instance.slug).exists():
                self.instance.slug = f"{slug}-{next_position(Topic)}"
        return super().save(commit)


class FactForm(KeptRow):
    """A fact: its label, its form, its possible answers. Its form never changes once used."""

    once = "label"
    position = whole(later("Ordre"), 0, 999)

    class Meta:
        model = Fact
        fields = ["label", "help", "kind", "unit", "of_vendor", "position", "in_use"]
        field_classes = {"label": WordsField, "help": WordsField, "unit": WordsField}
        widgets = {"help": lines()}
        labels = {
            "label": later("Libellé"),
            "help": later("En clair"),
            "kind": later("Forme de la réponse"),
            "unit": later("Unité"),
            "in_use": later("En usage"),
        }
        help_texts = {"unit": later("Pour un nombre : mois, heures, jours.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choisissez")), *Fact.Kind.choices]
        if self.instance.pk:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("Elle ne change plus : des réponses la portent.")
        self.known = [(str(value), str(words)) for value, words in self.instance.choices or ()]
        for number in range(1, len(self.known) + MORE_ANSWERS + 1):
            known = number <= len(self.known)
            self.fields[f"answer_{number}"] = WordsField(
                label=_("Réponse possible %(number)d") % {"number": number},
                max_length=ANSWER_LENGTH,
                required=False,
                initial=self.known[number - 1][1] if known else "",
            )
        self.fields["answer_1"].help_text = _("Pour un choix seulement : une réponse par ligne.")
        answers = [name for name in self.fields if name.startswith("answer_")]
        self.order_fields(["label", "help", "kind", *answers])
        if self.instance.pk and self.instance.kind != Fact.Kind.CHOICE:
            for name in answers:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        answers = [(n, words) for n, words in self.typed(cleaned) if words]
        words = [words.casefold() for _n, words in answers]
        if cleaned.get("kind") != Fact.Kind.CHOICE:
            cleaned["choices"] = []
            return cleaned
        if len(answers) < 2:
            self.add_error("answer_1", _("Proposez au moins deux réponses."))
        if len(set(words)) < len(words):
            self.add_error("answer_1", _("Deux réponses portent le même nom."))
        if len(answers) > MOST_ANSWERS:
            self.add_error("answer_1", _("Trente réponses au plus."))
        cleaned["choices"] = self.pairs(answers)
        for number, (value, _words) in enumerate(self.known, start=1):
            if value in dict(cleaned["choices"]):
                continue
            if named := users_of_answer(self.instance, value):
                self.add_error(f"answer_{number}", blocked_by(named))
        return cleaned

    def typed(self, cleaned):
        """The answers in their order, empty ones included."""
        names = [name for name in self.fields if name.startswith("answer_")]
        return [(int(name.split("_")[1]), cleaned.get(name, "")) for name in names]

    def pairs(self, answers: list[tuple[int, str]]) -> list[list[str]]:
        """Each answer with its value: the one it had, or one made from its words."""
        taken = {value for value, _words in self.known} | {"unknown", "EEA"}
        pairs = []
        for number, words in answers:
            if number <= len(self.known):
                pairs.append([self.known[number - 1][0], french(words)])
                continue
            base = slugify(words)[:40] or "reponse"
            value = next(
                v for n in range(1, 99) if (v := base if n == 1 else f"{base}-{n}") not in taken
            )
            taken.add(value)
            pairs.append([value, french(words)])
        return pairs

    def save(self, commit=True):
        self.instance.choices = self.cleaned_data["choices"]
        if not self.instance.slug:
            self.instance.slug = fact_slug(self.cleaned_data["label"])
        return super().save(commit)


class OptionForm(KeptRow):
    """A solution already admitted, with the answers that come with it."""

    once = "label"
    position = whole(
        later("Ordre"), 0, 999, help_text=later("Les premières sont proposées d’abord.")
    )

    class Meta:
        model = TopicOption
        fields = ["label", "summary", "position", "in_use"]
        field_classes = {"label": WordsField, "summary": WordsField}
        widgets = {"summary": lines()}
        labels = {
            "label": later("Nom de la solution"),
            "summary": later("En une phrase"),
            "in_use": later("En usage"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.instance.facts or {}
        rows = self.instance.topic.facts.all()
        self.facts = [row for row in rows if row.in_use or row.slug in named]
        for fact in self.facts:
            self.fields[f"fact_{fact.slug}"] = field_of(fact)
            self.initial[f"fact_{fact.slug}"] = named.get(fact.slug)

    def brought(self) -> dict:
        """The answers that come with the solution, as choices keep them."""
        found = {}
        for fact in self.facts:
            value = self.cleaned_data.get(f"fact_{fact.slug}")
            if fact.kind == Fact.Kind.NUMBER and value is not None:
                value = int(value) if value == value.to_integral_value() else float(value)
            if fact.kind == Fact.Kind.DATE and value is not None:
                value = value.isoformat()
            if value not in (None, "", []):
                found[fact.slug] = value
        return found

    def save(self, commit=True):
        self.instance.facts = self.brought()
        if not self.instance.slug:
            slug = new_slug(TopicOption, self.cleaned_data["label"], "solution")
            self.instance.slug = slug
        return super().save(commit)
