"""A guest never meets an internal note, a budget, another vendor's name, another project's title.

Failures 35, 36, 37 and 77: every route of the permission table, whole and as a fragment, what is
posted, searched and exported, every e-mail, every document. The rival's world is in rival.py.
"""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.delivery import notice_message
from governance.models import Closure, Notice, Person, Vendor
from governance.roles import Role
from governance.verdicts import ALLOWED
from projects.actions import seats, talk
from projects.models import InternalNote, Invitation, Project
from projects.models.projects import ProjectQuerySet
from projects.models.talk import InternalNotes
from projects.views import talk_pages
from reviews.models import MeetingGuest
from reviews.pdf import PdfUnavailable, render_html, render_pdf
from reviews.report_data import report_data
from tests.factories import InternalNoteFactory
from tests.trust.permission_table import TABLE
from tests.trust.rival import COMPANY_ONLY, MARK, NOTE, marked, subject_of
from tests.trust.test_permissions import ROUTES, address, unmasked
from tests.trust.world import World

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
BY_OBJECT = sorted(
    name for name in TABLE if ROUTES[name].pattern.converters and TABLE[name].scope == "project"
)
# a secret address opens what it names, to whoever holds it: the rival's is not for them to hold
HELD_BY_ONE = ("reviews:feed", "reviews:slot-link")
DEMO_FOLDER = ("governance:mails", "governance:mail", "governance:mail-html")


@pytest.fixture
def ours(settings):
    return World()


@pytest.fixture
def theirs(ours):
    return marked(ours)


@pytest.fixture
def guest(client, ours, theirs):
    person = ours.person(Role.VENDOR)
    client.force_login(person)
    return person


def said(response) -> str:
    """All that a response tells: status line apart, its headers and its body."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    body = b"".join(response) if response.streaming else response.content
    return f"{headers}\n{cookies}\n{body.decode('utf-8', 'replace')}"


def leaks(text: str, marks=COMPANY_ONLY) -> list[str]:
    """The marks that a text betrays, whatever the capitals and the spaces of the typography."""
    flat = re.sub(r"[\s\u00a0\u202f]+", " ", text).lower()
    return [mark for mark in marks if mark.lower() in flat]


def asked(client, method, url, data=None, **headers):
    """One request, as if it had never happened."""
    with transaction.atomic():
        response = getattr(client, method)(url, data or {}, headers=headers)
        text = said(response)
        transaction.set_rollback(True)
    return response, text


def test_the_marks_are_there_for_the_company(client, ours, theirs):
    """Else this file would prove nothing."""
    client.force_login(ours.person(Role.MANAGER))

    assert leaks(said(client.get(theirs.project.get_absolute_url()))) == [MARK]
    assert InternalNote.objects.filter(subject__project=ours.project, text=NOTE).exists()


@pytest.mark.parametrize("name", sorted(set(TABLE) - set(DEMO_FOLDER)))
def test_no_route_tells_a_guest_anything_of_the_others(client, ours, theirs, guest, name):
    """Failures 37: read or posted, whole or in pieces, of our project or of the rival's."""
    for world in (ours,) if name in HELD_BY_ONE else (ours, theirs):
        url = address(world, name)
        for method in ("get", "post"):
            for headers in ({}, HTMX):
                client.force_login(guest)
                _response, text = asked(client, method, url, **headers)
                text = text.replace(url, "").replace(url.replace("/", "%2F"), "")
                assert leaks(text) == [], (method, url, headers)


@pytest.mark.parametrize("name", BY_OBJECT)
def test_a_foreign_thing_and_an_absent_one_cannot_be_told_apart(client, theirs, guest, name):
    """Failures 35 and 77: same status, same body, same work in the database."""
    Closure.cached_calendar()  # kept a minute for everybody: not what is measured
    foreign, absent = address(theirs, name), absent_address(theirs, name)
    for method in ("get", "post"):
        for headers in ({}, HTMX):
            seen = [probe(client, method, url, headers) for url in (foreign, absent)]
            assert seen[0][0] in (404, 405), (method, foreign)
            assert seen[0] == seen[1], (method, foreign)


def absent_address(world, name) -> str:
    """The same route, about something that never was."""
    kinds = ROUTES[name].pattern.converters
    never = {"key": "P-1999-0001", "token": "0~never", "code": "0000-NONE"}
    return reverse(name, kwargs={part: never.get(part, 987654) for part in kinds})


def probe(client, method, url, headers):
    """What somebody who guesses can measure."""
    with CaptureQueriesContext(connection) as queries:
        response, _text = asked(client, method, url, **headers)
    body = unmasked(response).replace(url, "") if not response.streaming else ""
    return response.status_code, body, len(queries)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "rival"},
        {"q": "qzx"},
        {"q": "%"},
        {"tri": "sante"},
        {"balle": "vendor"},
        {"page": "2"},
        {"domaine": "infrastructure"},
        {"sante": "good"},
    ],
)
@pytest.mark.parametrize("name", ["projects:portfolio", "projects:portfolio-export"])
def test_searching_sorting_counting_and_exporting_stay_at_home(client, guest, theirs, name, query):
    """Failures 36."""
    for headers in ({}, HTMX):
        _response, text = asked(client, "get", reverse(name), query, **headers)
        assert leaks(text) == []
        assert theirs.project.key not in text


def test_not_even_a_total(client, guest, ours):
    """Failures 36: one project is all there is."""
    page = client.get(reverse("projects:portfolio")).content.decode()
    export = client.get(reverse("projects:portfolio-export"))
    lines = said(export).strip().splitlines()

    assert page.count(f"/projets/{ours.project.key}/") >= 1
    assert len([line for line in lines if "P-2026-" in line]) == 1


def test_mails_about_our_project_name_nobody_else(ours, theirs, guest):
    """Failures 37: subject, body, To, Cc, headers and attachments."""
    by, subject = ours.person(Role.IT), subject_of(ours)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1), sent_at=LONG_AGO)
    seats.send_invitation(seat=ours.seat("vendor"), by=by)
    talk.write_message(subject=subject, text="Quel jour passe la sauvegarde ?", by=by)
    talk.write_note(subject=subject, text=f"{NOTE}, encore", by=by)
    notices = list(Notice.objects.filter(recipient=guest))

    assert len(notices) == 2
    for notice in notices:
        message = notice_message(notice)
        assert leaks(message.message().as_string()) == []
        assert (
            leaks("\n".join([message.body, *(part.content for part in message.alternatives)])) == []
        )
        assert message.recipients() == [guest.email]


@pytest.mark.parametrize("kind", ["scoping", "certificate"])
def test_documents_of_our_project_name_nobody_else(ours, theirs, kind):
    """Failures 37: the frozen data, the pages, and the file with its metadata."""
    data = report_data(ours.project, kind=kind, number=1, code="7K2M-9QXA")

    assert leaks(json.dumps(data, ensure_ascii=False)) == []
    html = render_html(data)
    assert leaks(html) == []
    assert leaks(printed(html, data)) == []


def printed(html, data) -> str:
    """The text and the metadata of the file, where the machine can print one."""
    try:
        content = render_pdf(html, data=data)
    except PdfUnavailable:
        return ""
    text = [content.decode("latin-1")]
    for tool in (["pdftotext", "-", "-"], ["pdfinfo", "-"]):
        try:
            done = subprocess.run(tool, input=content, capture_output=True, check=True)  # noqa: S603
        except FileNotFoundError:
            continue
        text.append(done.stdout.decode())
    return "\n".join(text)


@pytest.fixture
def company(db):
    """The demo company: twelve projects played through the verbs, with every notice they wrote."""
    call_command("load_reference", verbosity=0)
    call_command("load_demo", verbosity=0)
    for project in Project.objects.all():
        for subject in project.topics.all():
            InternalNoteFactory(subject=subject, text=NOTE, written_by=project.registered_by)


@pytest.mark.slow
def test_the_played_company_keeps_its_guests_apart(client, company):
    """Every page that a guest reaches by its links, and every e-mail they ever received."""
    for person in Person.objects.exclude(vendor=None).filter(seats__left_at=None).distinct():
        marks = [*forbidden_to(person), MARK]
        for notice in Notice.objects.filter(recipient=person):
            assert leaks(notice_message(notice).message().as_string(), marks) == []
            assert leaks(f"{notice.subject}\n{notice.body}", marks) == []
        client.force_login(person)
        pages = dict(walked(client))
        assert len(pages) > 10, person
        for url, text in pages.items():
            assert leaks(text, marks) == [], (person, url)
        for project in Project.objects.visible_to(person):
            data = report_data(project, kind="scoping", number=1, code="7K2M-9QXA")
            assert leaks(render_html(data), marks) == [], (person, project)


def forbidden_to(person) -> list[str]:
    """The titles of the other projects, and the names of the vendors who sit on none of theirs.

    Somebody asked to one meeting of a project knows its name.
    """
    asked_to = MeetingGuest.objects.filter(person=person).values("meeting__project")
    mine = Project.objects.filter(
        Q(pk__in=Project.objects.visible_to(person).values("pk")) | Q(pk__in=asked_to)
    )
    titles = Project.objects.exclude(pk__in=mine.values("pk")).values_list("title", flat=True)
    near = Q(people__seats__project__in=mine.values("pk")) | Q(pk=person.vendor_id)
    known = Vendor.objects.filter(near)
    return [
        *titles,
        *Vendor.objects.exclude(pk__in=known.values("pk")).values_list("name", flat=True),
    ]


def walked(client, most=400):
    """Every page behind the links of the home page, once, with what it says."""
    waiting, known = ["/", reverse("projects:portfolio-export")], set()
    while waiting and len(known) < most:
        url = waiting.pop()
        if url in known or url.startswith(("/static/", "/connexion/", "/courriels/")):
            continue
        known.add(url)
        response = client.get(url)
        text = said(response)
        yield url, text
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', text)]
            waiting += re.findall(r'hx-get="(/[^"]*)"', text)


@pytest.mark.parametrize("word", [MARK, MARK.lower(), "plus\u00a0de 100\u202f000"])
def test_what_looks_for_a_leak_finds_one(word):
    assert leaks(f"<p>Voici {word} €</p>")


def test_a_forgotten_filter_would_be_caught(client, theirs, guest, monkeypatch):
    """The proof of this file: with the guard taken away, the same eyes see the mark."""
    assert leaks(said(client.get(theirs.project.get_absolute_url()))) == []
    monkeypatch.setattr(ProjectQuerySet, "visible_to", lambda rows, _user: rows)

    for name in ("projects:project", "projects:choice", "reviews:gates"):
        assert leaks(said(client.get(address(theirs, name)))) == [MARK]


def test_a_note_shown_by_mistake_would_be_caught(client, ours, theirs, guest, monkeypatch):
    """The same for internal notes, on our own topic."""
    page = address(ours, "projects:choice")
    assert leaks(said(client.get(page))) == []
    monkeypatch.setattr(talk_pages, "can_use_notes", lambda _user: ALLOWED)
    monkeypatch.setattr(InternalNotes, "visible_to", lambda rows, _user: rows)

    assert leaks(said(client.get(page))) == [MARK]
