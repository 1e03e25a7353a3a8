"""The record of a decision: frozen with it, printed once, checkable, inert."""

import html
import json
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone

from governance.models import Job
from reviews import pdf
from reviews.actions.gate_records import freeze_record
from reviews.actions.gates import submit_gate
from reviews.models import Report
from reviews.pdf.frozen import digest
from reviews.pdf.proof import grouped
from reviews.tasks import render_report
from tests.factories import DocumentFactory, PersonFactory
from tests.factories_reviews import WaiverFactory
from tests.reviews.gate_situations import (
    bearer,
    condition,
    decide,
    gate_to_submit,
    referent,
    reserved,
    submitted,
    vendor,
)
from tests.reviews.pdf_data import MARKUP, TEXTS

pytestmark = pytest.mark.django_db


def record():
    return Report.objects.get(kind="gate")


def page_of(report):
    data = json.loads(json.dumps(report.content, cls=DjangoJSONEncoder))
    body = pdf.render_html(data).split("<body", 1)[1]
    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg\b.*?</svg>", "", body, flags=re.S)))
    return " ".join(plain.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_decision_freezes_its_record_with_what_is_left_to_do():
    gate = reserved(proof_asked="Une capture")

    report = record()
    page = page_of(report)

    assert digest(report.content) == report.content["fingerprint"] == report.sha256
    assert report.content["round"]["sha256"] == gate.rounds.get().sha256
    assert "Garder les journaux six mois" in page
    assert referent(gate).name in page
    assert "Une capture" in page
    assert report.code in page


def test_a_refusal_prints_its_way_out_and_the_announced_silence():
    gate = submitted()

    decide(
        gate, "refused", word="Non", alternative="Un hébergeur qualifié", legal_ground="RGPD, 28"
    )

    page = page_of(record())
    assert "Un hébergeur qualifié" in page
    assert "RGPD, 28" in page
    assert record().content["silence"] in page


def test_an_opinion_that_did_not_come_is_said():
    rssi = PersonFactory(rssi=True).team
    gate = gate_to_submit(advice=[rssi.slug])
    submit_gate(gate=gate, by=vendor(gate))

    decide(gate)

    lines = record().content["opinions"]
    assert [line["word"] for line in lines if line["domain"] == str(rssi)] == ["pas donné"]
    assert "Pas donné" in page_of(record())


def test_each_decision_has_its_record_and_twenty_requests_make_one_file():
    gate = submitted()
    decide(gate, "changes", word="À revoir")
    submit_gate(gate=gate, by=vendor(gate))
    decision = decide(gate, round_number=2)

    asked = {freeze_record(decision=decision, by=bearer(gate)).pk for _n in range(20)}

    assert len(asked) == 1
    assert Report.objects.filter(kind="gate").count() == 2
    assert Job.objects.filter(kind="render_report").count() == 2


@pytest.mark.parametrize("text", [text for text in TEXTS if text.strip()])
def test_hostile_text_stays_text(text):
    gate = submitted()
    decide(gate, "reserved", word="Un point", reservations=[condition(gate)])
    content = record().content
    content["decision"]["word"] = content["findings"][0]["text"] = text
    content["opinions"] = [{"name": text, "domain": text, "word": text, "text": text}]

    page = pdf.render_html(content)

    assert MARKUP not in page
    assert "<script" not in page.lower()
    assert "file:///etc" not in re.sub(r">[^<]*<", "><", page)


def test_the_record_is_asked_from_the_gate_and_checked_by_its_code(client):
    gate = submitted()
    decision = decide(gate)
    where = reverse("reviews:gate-record", args=[decision.pk])
    client.force_login(bearer(gate))

    assert where in client.get(reverse("reviews:gate", args=[gate.pk])).content.decode()
    answer = client.post(where)

    assert answer.url == reverse("reviews:report", args=[record().pk])
    code = reverse("reviews:verification-code", args=[record().code])
    assert "Code authentique, document à jour" in client.get(code).content.decode()
    client.force_login(PersonFactory())
    assert client.post(where).status_code == 403


def test_the_worker_prints_it_once():
    decide(submitted())

    render_report(report_id=record().pk)
    first = record().file_sha256
    render_report(report_id=record().pk)

    assert first
    assert record().file_sha256 == first
    assert record().filename.endswith("proces-verbal-v1.pdf")


def answered(**said):
    gate = gate_to_submit()
    gate.answers.update(**said)
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate)
    return gate


def test_the_record_prints_each_answer_with_the_fingerprint_of_its_proof():
    proof = DocumentFactory(name="schema.pdf", sha256="ab" * 32)
    gate = answered(word="Page 3.", document=proof)

    page = page_of(record())

    assert f"Tenu, répond {vendor(gate)} : Page 3." in page
    assert "schema.pdf" in page
    assert "abababababababab" in page


def test_an_answer_changed_after_the_decision_changes_nothing_printed():
    gate = answered(word="Page 3.")
    gate.answers.update(word="Page 9.")

    assert "Page 9." not in page_of(record())


def test_the_words_of_an_answer_run_nothing_in_the_record():
    answered(word=MARKUP)

    body = pdf.render_html(json.loads(json.dumps(record().content, cls=DjangoJSONEncoder)))

    assert "<script>" not in body.split("<body", 1)[1]


def test_a_record_frozen_before_answers_existed_still_prints():
    answered()
    report = record()
    lines = [
        {name: row[name] for name in ("text", "word", "note")} for row in report.content["criteria"]
    ]
    report.content = report.content | {"schema_version": 1, "criteria": lines}

    assert report.content["criteria"][0]["text"] in page_of(report)


def test_the_record_tells_the_rounds_and_the_waivers_in_force():
    """Scenario 86: version, fingerprint, day and zone of what was judged."""
    gate = submitted()
    decide(gate, "changes", word="Changez d’hébergeur.")
    submit_gate(gate=gate, by=vendor(gate))
    WaiverFactory(gate=gate, measure="Données pseudonymisées", reason="Le salon ouvre lundi.")
    WaiverFactory(gate=gate, reason="Terminée.", ended_at=timezone.now())
    decide(gate, round_number=2)

    report = Report.objects.filter(kind="gate").latest("pk")
    page = page_of(report)

    first, second = gate.rounds.order_by("number")
    assert [row["sha256"] for row in report.content["rounds"]] == [first.sha256, second.sha256]
    assert [row["reason"] for row in report.content["waivers"]] == ["Le salon ouvre lundi."]
    assert "Données pseudonymisées" in page
    assert grouped(first.sha256[:16], 4) in page
    assert grouped(second.sha256[32:], 8) in page
    assert re.search(r"le \d+ \w+ \d{4} à \d+ h \d\d \(UTC\+0[12]:00\)", page)
