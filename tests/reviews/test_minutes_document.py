"""Minutes on paper: what is frozen, what is printed, what hostile text becomes, one file for all."""

import html
import json
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from governance.models import Job
from governance.models.journal import fingerprint
from reviews import pdf, tasks
from reviews.actions.reports import freeze_minutes
from reviews.minutes import minutes_text, terms_sentence
from reviews.minutes_report import minutes_report
from reviews.models import Minutes, Report
from reviews.pdf import render_html
from reviews.pdf.frozen import digest
from tests.factories import PersonFactory
from tests.factories_reviews import MinutesFactory, SignatureFactory, SilentVoiceFactory
from tests.reviews.meeting_situations import closed, sign, signed, voice
from tests.reviews.pdf_data import TEXTS, frozen

pytestmark = pytest.mark.django_db


def printed(minutes, code="7K2M-9QXA"):
    """What the worker reads: frozen, then back from JSON."""
    data = minutes_report(Minutes.objects.get(pk=minutes.pk), code=code)
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def text_of(page):
    body = re.sub(r"<(style|svg)\b.*?</\1>", "", page.split("<body", 1)[1], flags=re.S)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")
    return " ".join(plain.replace("\u202f", " ").split())


def old_minutes():
    """Minutes frozen under the first schema, as they are in the database."""
    content = frozen("minutes-1")
    return MinutesFactory(content=content, sha256=fingerprint(content))


def test_signed_minutes_print_who_signed_what_and_when():
    minutes = signed()

    data = printed(minutes)
    page = text_of(render_html(data))

    assert digest(data) == data["fingerprint"]
    assert "Signé par les trois voix" in page
    for part in ("bearer", "vendor", "it"):
        assert voice(minutes.meeting, part).name in page
    assert "À signer au plus tard le" in page
    assert "ne vaut jamais accord" in page
    assert data["code"] in page


def test_remarks_silences_absent_voices_and_stand_ins_are_printed():
    minutes = closed(present=("bearer", "it"))
    absent = voice(minutes.meeting, "it")
    stand_in = PersonFactory(name="Julien Faure")
    SignatureFactory(minutes=minutes, voice="it", signed_by=stand_in, on_behalf_of=absent,
                     answer="remark", remark="Avec accès aux journaux.")  # fmt: skip
    silence = SilentVoiceFactory(minutes=minutes, voice="vendor")
    silence.told.add(PersonFactory(name="Anne Delmas"))

    page = text_of(render_html(printed(minutes)))

    assert "Il manquait une voix à la réunion : Prestataire." in page
    assert f"Julien Faure pour {absent.name}" in page
    assert "« Avec accès aux journaux. »" in page
    assert "Silence du prestataire depuis le" in page
    assert "remonté à Anne Delmas" in page
    assert "2 réponses attendues" in page


def test_a_disagreement_is_the_first_thing_read():
    minutes = closed()
    sign(minutes, "it", "disagreed", "La sécurité manque.")

    page = text_of(render_html(printed(minutes)))

    assert page.index("Une voix n’est pas d’accord") < page.index("Ce qui est convenu")


def test_minutes_of_the_first_schema_still_render_and_verify(client):
    minutes = old_minutes()
    client.force_login(PersonFactory())

    page = client.get(reverse("reviews:minutes", args=[minutes.pk]))

    assert page.status_code == 200
    assert fingerprint(Minutes.objects.get(pk=minutes.pk).content) == minutes.sha256
    assert terms_sentence(minutes.content) == ""
    assert "SSO pour les équipes" in minutes_text(minutes.content)
    on_paper = text_of(render_html(printed(minutes)))
    assert "SSO pour les équipes" in on_paper
    assert "À signer au plus tard" not in on_paper


def hostile(value, counter):
    if isinstance(value, str):
        return TEXTS[next(counter) % len(TEXTS)] + value
    if isinstance(value, dict):
        kept = ("kind", "voice", "answer", "schema", "language", "sha256", "fingerprint", "present")
        return {k: v if k in kept else hostile(v, counter) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item, counter) for item in value]
    return value


def test_hostile_minutes_are_printed_as_text():
    """Scenario 82."""
    data = printed(old_minutes())

    page = render_html(hostile(data, iter(range(10**6))) | {"language": "fr"})

    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert not tags & {"img", "script", "style", "iframe", "object"}
    assert "asset:minutes.css" in page
    assert all("asset:" in found for found in re.findall(r'<link[^>]*href="([^"]+)"', page))
    assert "&lt;img src=" in page
    assert "\u202e" not in page


def test_long_text_is_cut_and_says_so():
    """Scenario 83."""
    data = printed(old_minutes())
    data["content"]["items"][0]["notes"] = "mot " * 75_000

    assert "Texte coupé ici" in text_of(render_html(data))

    data["content"]["items"] = data["content"]["items"] * 300
    with pytest.raises(pdf.PdfTooLong):
        render_html(data)


@pytest.mark.slow
def test_the_files_are_made_and_checkable():
    minutes = signed()
    report = freeze_minutes(minutes=minutes, by=voice(minutes.meeting, "bearer"))

    tasks.render_report(report.pk)

    report.refresh_from_db()
    assert report.is_ready
    assert report.filename.endswith("compte-rendu-v1.pdf")
    assert report.archive.open("rb").read(5) == b"%PDF-"


def test_the_same_minutes_asked_twenty_times_are_one_file(client):
    """Scenario 85."""
    minutes = closed()
    client.force_login(voice(minutes.meeting, "vendor"))
    ask = reverse("reviews:minutes-report", args=[minutes.pk])

    answers = [client.post(ask) for _ in range(20)]

    report = Report.objects.get(kind="minutes")
    assert {answer["Location"] for answer in answers} == {
        reverse("reviews:report", args=[report.pk])
    }
    assert Job.objects.filter(kind="render_report").count() == 1

    sign(minutes, "it")
    client.post(ask)
    assert Report.objects.filter(kind="minutes", minutes=minutes).count() == 2


def test_asking_for_one_then_another_makes_two_files_not_four():
    one = closed()
    by = voice(one.meeting, "bearer")
    two = MinutesFactory(meeting__project=one.project)

    for minutes in (one, two, one, two):
        freeze_minutes(minutes=minutes, by=by)

    assert Report.objects.filter(kind="minutes").count() == 2


def test_anybody_checks_printed_minutes_and_reads_that_they_were_replaced(client):
    """Scenario 86."""
    minutes = closed()
    report = freeze_minutes(minutes=minutes, by=voice(minutes.meeting, "it"))
    check = reverse("reviews:verification-code", args=[report.code])

    assert "Code authentique, document à jour" in client.get(check).content.decode()
    MinutesFactory(meeting=minutes.meeting, number=2)
    assert "une version plus récente existe" in client.get(check).content.decode()


def test_who_may_only_read_the_project_does_not_print(client):
    minutes = closed()
    client.force_login(PersonFactory())

    answer = client.post(reverse("reviews:minutes-report", args=[minutes.pk]))

    assert answer.status_code == 403
    assert not Report.objects.exists()


def test_the_scoping_report_says_who_signed_for_whom():
    minutes = closed()
    stand_in = PersonFactory(name="Julien Faure")
    SignatureFactory(minutes=minutes, voice="it", signed_by=stand_in,
                     on_behalf_of=voice(minutes.meeting, "it"))  # fmt: skip
    sign(minutes, "bearer")
    sign(minutes, "vendor")

    data = json.loads(json.dumps(Report.objects.get(kind="scoping").content))

    assert f"Julien Faure pour {voice(minutes.meeting, 'it').name}" in text_of(render_html(data))
