"""The factories of what surrounds a gate: questions and renewals."""

import factory
from factory.django import DjangoModelFactory

from reviews import models as table
from reviews.criteria import criterion_key
from tests.factories import PersonFactory, in_days, now
from tests.factories_reviews import GateFactory, RoundFactory


class InformationRequestFactory(DjangoModelFactory):
    round = factory.SubFactory(RoundFactory)
    gate = factory.SelfAttribute("round.gate")
    question = "Où sont gardées les sauvegardes ?"
    asked = "vendor"
    person = factory.SubFactory(PersonFactory, guest=True)
    asked_by = factory.SubFactory(PersonFactory, it=True)
    asked_at = factory.LazyFunction(now)

    class Meta:
        model = table.InformationRequest


class GateMapFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateFactory)
    name = "Données personnelles"
    page = "matrix"
    joined_by = factory.SubFactory(PersonFactory)
    joined_at = factory.LazyFunction(now)

    class Meta:
        model = table.GateMap


class RenewalFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateFactory, approved=True)
    genre = "certificate"
    owner = factory.SubFactory(PersonFactory, guest=True)
    due_on = in_days(30)

    class Meta:
        model = table.Renewal


class GateSilenceFactory(DjangoModelFactory):
    round = factory.SubFactory(RoundFactory)
    step = "escalated"
    due_on = in_days(-1)
    noted_at = factory.LazyFunction(now)

    class Meta:
        model = table.GateSilence


class CriterionAnswerFactory(DjangoModelFactory):
    gate = factory.SubFactory(GateFactory)
    key = factory.LazyAttribute(lambda answer: criterion_key(answer.gate.criteria[0]))
    value = "held"
    written_by = factory.SubFactory(PersonFactory, guest=True)
    written_at = factory.LazyFunction(now)

    class Meta:
        model = table.CriterionAnswer
