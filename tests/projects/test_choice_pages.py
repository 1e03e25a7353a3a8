import re

import pytest
from django.urls import reverse

from projects.actions import choices
from projects.models import Project
from tests.factories import (
    FactFactory,
    GroundRuleFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    TopicFactory,
    TopicOptionFactory,
    member,
)

pytestmark = pytest.mark.django_db
IN_EUROPE = {"fact": "hosting_country", "op": "in", "value": "EEA"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def subject():
    subject = ProjectTopicFactory()
    FactFactory(slug="hosting_country", label="Pays d’hébergement", kind="country")
    FactFactory(slug="backup_days", label="Sauvegardes", kind="number", unit="jours")
    FactFactory(slug="encrypted", label="Chiffré ?", kind="yes_no")
    FactFactory(
        slug="certificate", label="Certificat", kind="choice", choices=[["iso", "ISO 27001"]]
    )
    FactFactory(slug="until", label="Valable jusqu’au", kind="date")
    FactFactory(slug="subprocessors", label="Sous-traitants", kind="list")
    FactFactory(slug="provider", label="Fournisseur", kind="text")
    option = TopicOptionFactory(slug="cloud-ue", label="CLOUD-UE", facts={"hosting_country": "FR"})
    GroundRuleFactory(
        ref="R02", title="Lieu des données", condition={"fact": "hosting_country", "op": "known"},
        requirement=IN_EUROPE, verdict="refused", allows="Vous pouvez rester en Europe",
        why="Un transfert s’encadre.", alternative="CLOUD-UE, région Paris", alternative_option=option,
    )  # fmt: skip
    return subject


@pytest.fixture
def vendor(client, subject):
    person = member(subject.project, "vendor")
    client.force_login(person)
    return person


@pytest.fixture
def url(subject):
    return reverse("projects:choice", args=[subject.pk])


def text_of(answer):
    """The page with ordinary spaces."""
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def posted(**changes):
    return {
        "version": "1",
        "option": "",
        "label": "Cloudmont",
        "fact_hosting_country": "US",
        "fact_backup_days": "30,5",
        "fact_encrypted": "unknown",
        "fact_certificate": "iso",
        "fact_until": "2028-06-30",
        "fact_subprocessors": "Mailpost\n\n Envois  &  Cie ",
        "fact_provider": "Cloudmont",
        "rationale": "Nous la connaissons <b>bien</b>.",
        "alternatives": "",
        "reversibility": "days",
        **changes,
    }


def test_the_page_shows_admitted_solutions_first_then_the_facts(client, vendor, url):
    html = client.get(url).content.decode()

    assert html.index("CLOUD-UE") < html.index("Autre solution") < html.index("Pays d’hébergement")
    assert html.index("Espace économique européen") < html.index("Autres pays")
    assert "Soumettre la version 1" in html


def test_every_form_of_fact_is_kept_as_rules_read_it(client, subject, vendor, url):
    client.post(url, posted(action="draft"))

    assert subject.choices.get().facts == {
        "hosting_country": "US",
        "backup_days": 30.5,
        "encrypted": "unknown",
        "certificate": "iso",
        "until": "2028-06-30",
        "subprocessors": ["Mailpost", "Envois & Cie"],
        "provider": "Cloudmont",
    }
    html = client.get(url).content.decode()
    assert 'value="30,5"' in html
    assert "Mailpost\nEnvois &amp; Cie" in html
    assert "Nous la connaissons &lt;b&gt;bien&lt;/b&gt;." in html


def test_what_cannot_be_read_is_kept_in_the_draft_and_refused_on_submission(
    client, subject, vendor, url
):
    data = posted(fact_backup_days="beaucoup", fact_hosting_country="ZZ")
    client.post(url, data | {"action": "autosave"}, headers=HTMX)
    assert subject.choices.get().facts["backup_days"] == "beaucoup"

    answer = client.post(url, data | {"action": "submit"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "resume-erreurs" in html
    assert 'value="beaucoup"' in html
    subject.refresh_from_db()
    assert subject.version == 0


def test_the_draft_saves_itself_with_a_small_answer(client, subject, vendor, url):
    answer = client.post(url, posted(action="autosave"), headers=HTMX)

    html = answer.content.decode().strip()
    assert html.startswith('<p class="small text-secondary m-0 text-center" id="enregistre">')
    assert "Brouillon enregistré" in html
    assert subject.choices.get().submitted_at is None


def test_the_verdict_says_what_one_can_do_then_why_then_the_alternative(client, subject, vendor):
    answer = client.post(
        reverse("projects:verdicts", args=[subject.pk]), posted(heard="Autre"), headers=HTMX
    )

    html = answer.content.decode()
    slot = html[html.index('id="v-hosting_country"') :]
    assert html.strip().startswith('<div class="card-body" id="socle"')
    assert "Un point à changer" in html
    order = ["Vous pouvez rester en Europe", "Un transfert s’encadre", "CLOUD-UE, région Paris"]
    assert [slot.index(words) for words in order] == sorted(slot.index(words) for words in order)
    assert 'name="adopt" value="cloud-ue"' in slot
    assert "#annonces" in html
    assert not subject.choices.exists()


def test_nothing_is_announced_when_the_verdict_is_the_same(client, subject, vendor):
    answer = client.post(
        reverse("projects:verdicts", args=[subject.pk]),
        posted(heard="Un point à changer"),
        headers=HTMX,
    )

    assert "#annonces" not in answer.content.decode()


def test_without_script_the_draft_brings_the_verdicts(client, subject, vendor, url):
    client.post(url, posted(action="draft"))

    assert "Un point à changer" in client.get(url).content.decode()


def test_taking_over_an_admitted_solution_fills_the_facts(client, subject, vendor, url):
    answer = client.post(url, posted(adopt="cloud-ue"), follow=True)

    draft = subject.choices.get()
    assert (draft.option.slug, draft.label, draft.facts["hosting_country"]) == (
        "cloud-ue",
        "",
        "FR",
    )
    assert draft.facts["provider"] == "Cloudmont"
    assert "CLOUD-UE repris. Un verdict change." in text_of(answer)


def test_choosing_an_admitted_solution_brings_the_form_back(client, subject, vendor, url):
    answer = client.post(url, posted(option="cloud-ue", adopt="selected"), headers=HTMX)

    html = text_of(answer).strip()
    assert html.startswith('<form class="stack gap-4" id="choix"')
    assert re.search(r'<option value="FR"\s+selected', html)
    assert "Tout est conforme au socle" in html


def test_an_unknown_solution_is_not_adopted(client, subject, vendor, url):
    client.post(url, posted(adopt="nowhere"))

    assert subject.choices.get().option is None


def test_submitting_freezes_and_says_where_the_ball_is(client, subject, vendor, url):
    answer = client.post(url, posted(action="submit"), follow=True)

    choice = subject.choices.get()
    assert (choice.submitted_by, choice.verdict) == (vendor, "refused")
    html = text_of(answer)
    assert "Version 1 soumise. Un point sera à trancher ensemble." in html
    assert "Soumettre la version 2" in html


def test_nothing_proposed_is_a_422_beside_the_field(client, subject, vendor, url):
    answer = client.post(url, posted(action="submit", label=""))

    assert answer.status_code == 422
    assert "Dites ce que vous proposez" in answer.content.decode()


def test_a_stale_form_keeps_the_text_and_shows_the_difference(client, subject, vendor, url):
    """Failures 3 and 99."""
    client.post(url, posted(action="submit"))
    late = posted(action="submit", label="Hexanuage", rationale="Mon texte à ne pas perdre")

    answer = client.post(url, late)

    html = text_of(answer)
    assert answer.status_code == 409
    assert f"{vendor.name} a soumis la version 1" in html
    assert "Mon texte à ne pas perdre" in html
    assert "Ce que vous tapez, à côté de la version 1" in html
    assert f"Version 1, {vendor.name}" in html
    assert "<ins" in html
    assert 'name="version" value="2"' in html
    assert subject.choices.count() == 1


def test_a_late_autosave_says_so_and_touches_nothing(client, subject, vendor, url):
    client.post(url, posted(action="submit"))

    answer = client.post(url, posted(action="autosave", label="Autre"), headers=HTMX)

    assert answer.status_code == 409
    assert 'id="enregistre"' in answer.content.decode()
    assert subject.choices.count() == 1


def test_the_next_version_shows_what_it_changes(client, subject, vendor, url):
    client.post(url, posted(action="submit"))
    client.post(url, posted(action="draft", version="2", fact_hosting_country="DE"))

    html = client.get(url).content.decode()

    assert "Ce qui change depuis la version 1" in html
    assert "États-Unis" in html
    assert "Allemagne" in html


@pytest.mark.parametrize("role", ["bearer", "it", "manager", "steward", "employee", "observer"])
def test_the_others_read_what_was_submitted_and_do_not_write(client, subject, url, role):
    member(subject.project, "vendor")
    client.force_login(member(subject.project, role))
    choice = TechnicalChoiceFactory(subject=subject, submitted=True, label="Hexanuage")
    TechnicalChoiceFactory(subject=subject, label="Brouillon secret")

    html = client.get(url).content.decode()

    assert choice.label in html
    assert "Brouillon secret" not in html
    refused = client.post(url, posted(action="submit"))
    assert refused.status_code == 403
    assert "prestataire" in refused.content.decode()
    live = client.post(reverse("projects:verdicts", args=[subject.pk]), posted())
    assert live.status_code == 403


def test_an_older_version_stays_readable(client, subject, url):
    client.force_login(member(subject.project, "it"))
    TechnicalChoiceFactory(subject=subject, submitted=True, label="Cloudmont")
    TechnicalChoiceFactory(subject=subject, submitted=True, label="Hexanuage")

    assert "Ce qui a changé depuis la version 1" in client.get(url).content.decode()
    older = client.get(url, {"version": "1"}).content.decode()
    assert "Version 1" in older
    assert "Ce qui a changé" not in older


def test_nothing_proposed_yet_is_said(client, subject, url):
    client.force_login(member(subject.project, "it"))
    member(subject.project, "vendor")

    assert "Rien n’est encore proposé" in client.get(url).content.decode()


def test_the_bearer_writes_while_the_vendor_s_seat_is_empty(client, subject, url):
    client.force_login(member(subject.project, "bearer"))

    assert client.post(url, posted(action="draft")).status_code == 302


def test_a_vendor_of_another_project_finds_nothing(client, subject, url):
    """Failures 35."""
    client.force_login(member(subject.project, "guest"))
    live = reverse("projects:verdicts", args=[subject.pk])
    topics = reverse("projects:topics", args=[subject.project.key])

    answers = [client.get(url), client.post(url, posted()), client.post(live), client.get(topics)]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_stopped_project_is_read_only(client, subject, vendor, url):
    Project.objects.filter(pk=subject.project_id).update(state="cancelled")

    assert "Rien n’est encore proposé" in client.get(url).content.decode()
    assert client.post(url, posted(action="draft")).status_code == 409


@pytest.mark.parametrize("version", ["", "abc", "0", "-1", "99999999999"])
def test_a_meddled_version_is_refused(client, subject, vendor, url, version):
    answer = client.post(url, posted(action="submit", version=version))

    assert answer.status_code in (409, 422)
    assert not subject.choices.exists()


def test_too_long_is_refused_on_submission(client, subject, vendor, url):
    answer = client.post(url, posted(action="submit", rationale="x" * 5_000))

    assert answer.status_code == 422
    assert not subject.choices.exists()


def test_markup_in_facts_is_text_everywhere(client, subject, vendor, url):
    """Failures 102 and 103."""
    mean = '"><script>alert(1)</script><i hx-get=/>'
    client.post(
        url, posted(action="submit", label=mean, fact_provider=mean, fact_subprocessors=mean)
    )
    client.post(url, posted(action="draft", version="2", label="Autre"))
    for person in (vendor, member(subject.project, "it")):
        client.force_login(person)
        assert "<script>alert" not in client.get(url).content.decode()


def test_the_topics_of_a_project_with_their_state(client, subject):
    project = subject.project
    ProjectTopicFactory(project=project, topic=TopicFactory(slug="support"), reason="Parce que")
    vendor = member(project, "vendor")
    choices.submit_choice(
        subject=subject,
        data={
            "version": 1, "option": None, "label": "Hexanuage", "facts": {}, "rationale": "",
            "alternatives": "", "reversibility": "",
        },
        by=vendor,
    )  # fmt: skip
    client.force_login(vendor)
    url = reverse("projects:topics", args=[project.key])

    html = client.get(url).content.decode()

    assert "Hexanuage" in html
    assert "1 vérifié, 1 ouvert" in html
    piece = client.get(url, headers=HTMX).content.decode().strip()
    assert piece.startswith('<section id="sujets"')


@pytest.mark.parametrize("count", [1, 3])
def test_the_choice_page_costs_the_same_whatever_it_shows(
    client, subject, vendor, url, count, django_assert_max_num_queries
):
    for number in range(count):
        TechnicalChoiceFactory(subject=subject, submitted=True, label=f"Choix {number}")
        GroundRuleFactory(ref=f"R8{number}")

    with django_assert_max_num_queries(32):
        client.get(url)


def test_the_page_of_a_project_without_topics(client):
    project = ProjectFactory()
    client.force_login(PersonFactory())

    html = client.get(reverse("projects:topics", args=[project.key])).content.decode()

    assert "Pas encore de sujet" in html
