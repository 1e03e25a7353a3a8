"""Factories of the lowest floor: people, calendar, topics, rules, systems, paths."""

from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from governance import models as house
from governance.roles import Mandate


def now():
    return timezone.now()


def in_days(count):
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=count))


class Known(DjangoModelFactory):
    """What the reference may already hold: taken as it is when it is there."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)


class TeamFactory(Known):
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.LazyAttribute(lambda team: f"Équipe {team.slug}")
    side = "bearer"

    class Meta:
        model = house.Team

    class Params:
        it = factory.Trait(
            slug="it-hosting", name="Hébergement", side="it", domain="infrastructure"
        )
        rssi = factory.Trait(slug="rssi", name="RSSI", side="it", domain="security")
        dpo = factory.Trait(slug="dpo", name="DPO", side="it", domain="data")
        marketing = factory.Trait(slug="marketing", name="Direction marketing", side="bearer")


class VendorFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Agence {n}")

    class Meta:
        model = house.Vendor


class PersonFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"personne{n}@verdier.example")
    name = factory.Sequence(lambda n: f"Alix Personne{n}")
    team = factory.SubFactory(TeamFactory, marketing=True)
    password = factory.LazyFunction(lambda: make_password("cadrage-test"))

    class Meta:
        model = house.Person

    class Params:
        it = factory.Trait(team=factory.SubFactory(TeamFactory, it=True))
        rssi = factory.Trait(team=factory.SubFactory(TeamFactory, rssi=True))
        guest = factory.Trait(
            team=None,
            vendor=factory.SubFactory(VendorFactory),
            email=factory.Sequence(lambda n: f"invite{n}@agence.example"),
        )
        manager = factory.Trait(mandate=Mandate.MANAGER)
        steward = factory.Trait(mandate=Mandate.STEWARD)


class GuestSessionFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory, guest=True)
    key_digest = factory.Sequence(lambda n: f"{n:064}")
    opened_at = factory.LazyFunction(now)
    seen_at = factory.LazyFunction(now)
    expires_at = factory.LazyFunction(lambda: now() + timedelta(hours=8))

    class Meta:
        model = house.GuestSession


class TopicFactory(Known):
    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: f"Sujet {topic.slug}")
    question = "Que choisissez-vous ?"
    icon = "cloud"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.Topic


class FactFactory(Known):
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    slug = factory.Sequence(lambda n: f"fact_{n}")
    label = "Fait"
    kind = "text"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.Fact


class VendorAnswerFactory(DjangoModelFactory):
    vendor = factory.SubFactory(VendorFactory)
    fact = factory.SubFactory(FactFactory)
    value = "Hexanuage"
    answered_by = factory.SubFactory(PersonFactory, guest=True)
    answered_at = factory.LazyFunction(now)
    confirmed_on = in_days(0)

    class Meta:
        model = house.VendorAnswer


class TopicOptionFactory(DjangoModelFactory):
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    slug = factory.Sequence(lambda n: f"option-{n}")
    label = "Solution admise"
    position = factory.Sequence(lambda n: n)

    class Meta:
        model = house.TopicOption


class GroundRuleFactory(DjangoModelFactory):
    ref = factory.Sequence(lambda n: f"T{n:02}")
    topic = factory.SubFactory(TopicFactory, slug="hosting")
    title = "Règle"
    trigger = "Toujours"
    condition = factory.LazyFunction(dict)
    verdict = "conditional"
    allows = "Ce que l’on peut faire"
    why = "La raison"
    alternative = "Une solution"
    source = "Général"

    class Meta:
        model = house.GroundRule


class SystemFactory(DjangoModelFactory):
    number = factory.Sequence(lambda n: 1000 + n)
    name = factory.Sequence(lambda n: f"SYSTEME-{n}")
    category = "Données"
    nature = "entrepôt"
    owner_team = factory.SubFactory(TeamFactory, it=True)
    criticality = 2
    personal_data = "yes"

    class Meta:
        model = house.System

    class Params:
        owned = factory.Trait(owner=factory.SubFactory(PersonFactory, it=True))


class SystemInterfaceFactory(DjangoModelFactory):
    system = factory.SubFactory(SystemFactory)
    name = "Contacts"
    protocol = "api"

    class Meta:
        model = house.SystemInterface


class FreezePeriodFactory(DjangoModelFactory):
    label = "Gel de fin d’année"
    starts_on = in_days(30)
    ends_on = in_days(40)

    class Meta:
        model = house.FreezePeriod


class ClosureFactory(DjangoModelFactory):
    label = "Fermeture"
    starts_on = in_days(30)
    ends_on = in_days(31)

    class Meta:
        model = house.Closure


class AbsenceFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    delegate = factory.SubFactory(PersonFactory)
    starts_on = in_days(0)
    ends_on = in_days(5)

    class Meta:
        model = house.Absence


class LevelFactory(DjangoModelFactory):
    code = "standard"
    answer_days = 5
    silence = "escalate"
    meaning = "Le chemin habituel"

    class Meta:
        model = house.Level
        django_get_or_create = ("code",)


class KindFactory(Known):
    slug = "website"
    name = "Refonte de site ou d’extranet"
    summary = "Un site que le public voit."
    usual_weeks = 16
    position = 1

    class Meta:
        model = house.Kind


class ProfileQuestionFactory(Known):
    slug = "personal_data"
    label = "Le projet utilise-t-il des données personnelles ?"
    topic = factory.SubFactory(TopicFactory, slug="personal-data")
    position = 1

    class Meta:
        model = house.ProfileQuestion


class PathRuleFactory(DjangoModelFactory):
    condition = factory.LazyFunction(
        lambda: {"fact": "personal_data", "op": "says", "value": ["yes", "unknown"]}
    )
    effect = "gate"
    target = "J3"
    reason = "Vous utilisez des données personnelles"
    position = factory.Sequence(lambda n: 1000 + n)

    class Meta:
        model = house.PathRule


class PathVersionFactory(DjangoModelFactory):
    number = factory.Sequence(lambda n: 1000 + n)
    content = factory.LazyFunction(dict)
    sha256 = "0" * 64
    saved_at = factory.LazyFunction(now)

    class Meta:
        model = house.PathVersion


class MilestoneTemplateFactory(Known):
    slug = "scoping"
    name = "Réunion de cadrage"
    position = 1
    share = "0.12"

    class Meta:
        model = house.MilestoneTemplate


class GateTemplateFactory(DjangoModelFactory):
    ref = "J2"
    name = "Hébergement"
    avoids = "Choisir un hébergeur qu’il faudra quitter."
    domain = "infrastructure"
    team = factory.SubFactory(TeamFactory, it=True)
    share = "0.40"
    position = 2

    class Meta:
        model = house.GateTemplate
        django_get_or_create = ("ref",)


class CriterionFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateTemplateFactory)
    position = factory.Sequence(lambda n: 100 + n)
    text = "Le lieu des données est connu"
    level = "express"
    proof = "declared"

    class Meta:
        model = house.Criterion


class NoticeFactory(DjangoModelFactory):
    recipient = factory.SubFactory(PersonFactory)
    key = factory.Sequence(lambda n: f"test:{n}")
    subject = "À vous de jouer"
    body = "Une question vous attend."
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.Notice


class JobFactory(DjangoModelFactory):
    kind = "test"
    key = factory.Sequence(lambda n: f"test:{n}")
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.Job


class CalendarFeedFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    token_digest = factory.Sequence(lambda n: f"{n:064}")
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.CalendarFeed


class ReminderRungFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"rung-{n}")
    label = "Le jour même"
    days = 0
    audience = "holder"

    class Meta:
        model = house.ReminderRung


class MailSettingsFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = house.MailSettings


class ChatChannelFactory(DjangoModelFactory):
    label = "Projets marketing"
    flavour = "mattermost"
    url = "https://chat.exemple.fr/hooks/abc"

    class Meta:
        model = house.ChatChannel


class ApiTokenFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Inventaire {n}")
    scope = "write"
    prefix = "cadrage_abcd"
    digest = factory.Sequence(lambda n: f"{n:064}")
    created_by = factory.SubFactory(PersonFactory, steward=True)
    created_at = factory.LazyFunction(now)

    class Meta:
        model = house.ApiToken
