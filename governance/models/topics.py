from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.kept import Retired
from governance.roles import Voice


class Topic(Retired):
    """About what: one of the ten subjects on which questions, rules and choices hang."""

    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    question = models.CharField(_("question"), max_length=200)
    help = models.TextField(_("en clair"), blank=True)
    icon = models.CharField(_("icône"), max_length=40)
    usual_voice = models.CharField(
        _("voix qui sait d’habitude"), max_length=12, choices=Voice, default=Voice.VENDOR
    )
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("sujet")
        verbose_name_plural = _("sujets")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(usual_voice__in=Voice.values), name="topic_voice_known"
            )
        ]

    def __str__(self):
        return self.name


class Fact(Retired):
    """Something the vendor states on a topic, in a form that ground rules can read."""

    class Kind(models.TextChoices):
        TEXT = "text", _("texte")
        YES_NO = "yes_no", _("oui, non, je ne sais pas")
        CHOICE = "choice", _("choix")
        COUNTRY = "country", _("pays")
        NUMBER = "number", _("nombre")
        DATE = "date", _("date")
        LIST = "list", _("liste")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="facts", verbose_name=_("sujet"))
    slug = models.SlugField(_("identifiant"), unique=True)
    label = models.CharField(_("libellé"), max_length=120)
    help = models.CharField(_("en clair"), max_length=240, blank=True)
    kind = models.CharField(_("forme"), max_length=12, choices=Kind)
    choices = models.JSONField(_("réponses possibles"), default=list, blank=True)
    unit = models.CharField(_("unité"), max_length=20, blank=True)
    of_vendor = models.BooleanField(
        _("réponse de la société"),
        default=False,
        help_text=_("Gardée dans la fiche du prestataire, et proposée au projet suivant."),
    )
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("fait")
        verbose_name_plural = _("faits")
        ordering = ["topic", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["text", "yes_no", "choice", "country", "number", "date", "list"]
                ),
                name="fact_kind_known",
            )
        ]

    def __str__(self):
        return self.label


class TopicOption(Retired):
    """A solution that IT has already admitted on a topic, with the facts that come with it."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="options", verbose_name=_("sujet")
    )
    slug = models.SlugField(_("identifiant"), unique=True)
    label = models.CharField(_("libellé"), max_length=120)
    summary = models.CharField(_("résumé"), max_length=200, blank=True)
    facts = models.JSONField(_("faits repris"), default=dict)
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("solution déjà admise")
        verbose_name_plural = _("solutions déjà admises")
        ordering = ["topic", "position"]

    def __str__(self):
        return self.label
