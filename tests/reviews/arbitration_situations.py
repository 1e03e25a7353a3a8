"""Arbitrations at each step of their life, reached through the verbs as people would."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from governance.roles import Voice
from reviews.actions.arbitration import add_option, request_arbitration, write_position
from reviews.actions.arbitration_answers import answer_arbitration
from reviews.models import Arbitration
from tests.factories import PersonFactory, member
from tests.reviews.meeting_situations import contested

QUESTION = "Qui tient le support de niveau 1 ?"


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def ways_out():
    return [
        {"label": "L’agence", "cost_eur": 12_000, "ready_on": in_days(30)},
        {"label": "La DSI", "cost_eur": None, "ready_on": None},
    ]


def arbiters(**facts):
    return {
        "sponsor": PersonFactory(manager=True, name="Anne Delmas"),
        "cio": PersonFactory(manager=True, name="Denis Roy"),
    } | facts


def asked(minutes=None, **facts):
    """The bearer asks for an arbitration on contested minutes: vendor against bearer."""
    minutes = minutes or contested()
    wanted = {
        "subject": minutes,
        "question": QUESTION,
        "sides": (Voice.VENDOR, Voice.BEARER),
        "options": ways_out(),
        "by": member(minutes.project, Voice.BEARER),
    }
    return request_arbitration(**(wanted | arbiters() | facts))


def fresh(arbitration):
    return Arbitration.objects.get(pk=arbitration.pk)


def minutes_of(arbitration):
    from reviews.models import Minutes

    return Minutes.objects.get(pk=arbitration.subject_id)


def say(arbitration, side, text="Nous ne le pouvons pas.\nLe contrat ne le dit pas.", by=None):
    position = arbitration.positions.get(side=side)
    return write_position(position=position, text=text, by=by or position.holder)


def argued(**facts):
    """Both sides wrote what they hold."""
    arbitration = asked(**facts)
    for row in arbitration.positions.all():
        say(arbitration, row.side)
    return arbitration


def option(arbitration, rank=0):
    return arbitration.options.all()[rank].pk


def answer(arbitration, person, rank=0, word=""):
    return answer_arbitration(
        arbitration=arbitration, option=option(arbitration, rank), by=person, word=word
    )


def decided(**facts):
    """The two arbiters hold for the first option."""
    arbitration = argued(**facts)
    answer(arbitration, arbitration.sponsor, word="Le contrat le permet.")
    answer(arbitration, arbitration.cio)
    return fresh(arbitration)


def one_more(arbitration, label, by=None, **facts):
    by = by or arbitration.sponsor
    return add_option(arbitration=arbitration, label=label, by=by, **facts)


def url(subject, name="arbitration"):
    return reverse(f"reviews:{name}", args=[subject.pk])


def words(page) -> str:
    """A page without the spaces that French typography chose."""
    return re.sub(r"[\u00a0\u202f]", " ", page.content.decode())
