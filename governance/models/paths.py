from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.catalogue import System
from governance.models.kept import Kept, Retired
from governance.models.people import Team
from governance.models.topics import Topic
from governance.roles import Domain


class LevelCode(models.TextChoices):
    """How much governance a project deserves, lightest first."""

    EXPRESS = "express", _("Express")
    STANDARD = "standard", _("Standard")
    REINFORCED = "reinforced", _("Renforcé")


class Silence(models.TextChoices):
    """What happens when nobody answers in time; announced on the request."""

    TACIT = "tacit", _("accord tacite après une dernière relance")
    ESCALATE = "escalate", _("remontée au responsable")
    NEVER = "never", _("jamais d’accord tacite")


class Level(Kept):
    """The delays and the meaning of silence at one level."""

    code = models.CharField(_("niveau"), max_length=12, choices=LevelCode, unique=True)
    answer_days = models.PositiveSmallIntegerField(_("délai de réponse, en jours ouvrés"))
    silence = models.CharField(_("silence"), max_length=10, choices=Silence)
    meaning = models.CharField(_("ce que cela veut dire"), max_length=200)
    checked_share = models.PositiveSmallIntegerField(
        _("part relue après coup, en %"),
        default=0,
        help_text=_("Part des projets acceptés d’emblée que l’on relit plus tard, au hasard."),
    )

    class Meta:
        verbose_name = _("niveau")
        verbose_name_plural = _("niveaux")
        ordering = ["answer_days"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=LevelCode.values), name="level_code_known"),
            models.CheckConstraint(
                condition=Q(silence__in=Silence.values), name="level_silence_known"
            ),
            models.CheckConstraint(condition=Q(checked_share__lte=100), name="level_share_of_100"),
        ]

    def __str__(self):
        return self.get_code_display()


class Kind(Retired):
    """The nature of a project: what it usually leans on and how long it usually takes."""

    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    summary = models.CharField(_("résumé"), max_length=200)
    usual_weeks = models.PositiveSmallIntegerField(_("durée habituelle, en semaines"))
    systems = models.ManyToManyField(
        System, blank=True, related_name="kinds", verbose_name=_("systèmes habituels")
    )
    agenda = models.JSONField(_("points propres à l’ordre du jour"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("nature de projet")
        verbose_name_plural = _("natures de projet")
        ordering = ["position"]

    def __str__(self):
        return self.name


class ProfileQuestion(Retired):
    """A plain question of registration, answered yes, no or don't know.

    Asked outright for some kinds (all of them when none is named and it follows nothing);
    for the others, only once a question that it follows is answered yes or don't know.
    """

    slug = models.SlugField(_("identifiant"), unique=True)
    label = models.CharField(_("question"), max_length=160)
    noun = models.CharField(_("en deux mots"), max_length=60, blank=True)
    help = models.CharField(_("en clair"), max_length=240, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="questions", verbose_name=_("sujet")
    )
    kinds = models.ManyToManyField(
        Kind, blank=True, related_name="questions", verbose_name=_("posée d’office pour")
    )
    follows = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="followed_by",
        verbose_name=_("sinon, posée après un oui ou un « je ne sais pas » à"),
    )
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("question du profil")
        verbose_name_plural = _("questions du profil")
        ordering = ["position"]

    def __str__(self):
        return self.label


class PathRule(Retired):
    """What answers change in the path: a level, a gate, a topic or a dependency."""

    class Effect(models.TextChoices):
        LEVEL = "level", _("relève le niveau")
        GATE = "gate", _("ajoute un point de validation")
        TOPIC = "topic", _("ouvre un sujet")
        SYSTEM = "system", _("suggère une dépendance")

    key = models.CharField(_("clé"), max_length=80, blank=True)
    condition = models.JSONField(_("condition"))
    effect = models.CharField(_("effet"), max_length=8, choices=Effect)
    target = models.CharField(_("cible"), max_length=60)
    reason = models.CharField(_("raison"), max_length=200)
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("règle de chemin")
        verbose_name_plural = _("règles de chemin")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effect__in=["level", "gate", "topic", "system"]),
                name="path_rule_effect_known",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="path_rule_key_once"
            ),
        ]

    def __str__(self):
        return self.reason


class MilestoneTemplate(Retired):
    """A dated step without validation: registration, scoping meeting, acceptance, launch."""

    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    position = models.PositiveSmallIntegerField(_("ordre"))
    share = models.DecimalField(
        _("part du temps entre enregistrement et mise en ligne"), max_digits=3, decimal_places=2
    )
    kinds = models.ManyToManyField(
        Kind, blank=True, related_name="milestones", verbose_name=_("pour ces natures seulement")
    )

    class Meta:
        verbose_name = _("modèle de jalon")
        verbose_name_plural = _("modèles de jalon")
        ordering = ["position"]

    def __str__(self):
        return self.name


class GateTemplate(Retired):
    """An IT validation that some milestones need: who decides, when, and what silence means."""

    ref = models.CharField(_("référence"), max_length=4, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    avoids = models.CharField(_("ce qu’il évite"), max_length=200)
    domain = models.CharField(_("domaine"), max_length=16, choices=Domain)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="gates", verbose_name=_("équipe qui décide")
    )
    advice = models.JSONField(_("avis demandés"), default=list, blank=True)
    silence = models.CharField(_("silence"), max_length=10, choices=Silence, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("délai de réponse, en jours ouvrés"), null=True, blank=True
    )
    validity_months = models.PositiveSmallIntegerField(
        _("validité de la décision, en mois"), null=True, blank=True
    )
    topics = models.ManyToManyField(Topic, related_name="gates", verbose_name=_("sujets"))
    share = models.DecimalField(
        _("part du temps entre enregistrement et mise en ligne"), max_digits=3, decimal_places=2
    )
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("modèle de point de validation")
        verbose_name_plural = _("modèles de point de validation")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(domain__in=Domain.values), name="gate_domain_known"),
            models.CheckConstraint(
                condition=Q(silence__in=[*Silence.values, ""]), name="gate_silence_known"
            ),
        ]

    def __str__(self):
        return f"{self.ref} {self.name}"


class Criterion(models.Model):
    """One of the true-or-false statements that a gate asks for, from a level upwards."""

    class Proof(models.TextChoices):
        DECLARED = "declared", _("déclaration")
        DOCUMENT = "document", _("pièce")
        CHECKED = "checked", _("constat vérifiable")

    gate = models.ForeignKey(
        GateTemplate, models.CASCADE, related_name="criteria", verbose_name=_("point de validation")
    )
    position = models.PositiveSmallIntegerField(_("ordre"))
    text = models.CharField(_("énoncé"), max_length=240)
    level = models.CharField(_("dès le niveau"), max_length=12, choices=LevelCode)
    proof = models.CharField(_("preuve"), max_length=10, choices=Proof)
    basis = models.JSONField(_("ce qui l’établit"), default=list, blank=True)

    class Meta:
        verbose_name = _("critère")
        verbose_name_plural = _("critères")
        ordering = ["gate", "position"]
        constraints = [
            models.UniqueConstraint(fields=["gate", "position"], name="criterion_once"),
            models.CheckConstraint(
                condition=Q(level__in=LevelCode.values), name="criterion_level_known"
            ),
            models.CheckConstraint(
                condition=Q(proof__in=["declared", "document", "checked"]),
                name="criterion_proof_known",
            ),
        ]

    def __str__(self):
        return self.text
