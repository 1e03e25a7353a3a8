"""Ten thousand projects, six gates and ten topics each, written straight into the tables.

The list columns hold what portfolio.refresh() would write; nothing here goes through the verbs.
Rows that only differ by a number are made by the database itself.
"""

from datetime import timedelta
from io import StringIO
from itertools import islice

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from governance import markup
from governance.models import Kind, Person, Team, Vendor
from governance.models.journal import fingerprint
from projects.models import Project
from projects.portfolio import row_line
from projects.search import searchable
from reviews.models import Round

PROJECTS, BATCH, PEOPLE = 10_000, 1_000, 40
STEPS = (
    ("registered", "Enregistré", "milestone"),
    ("scoping", "Cadrage signé", "milestone"),
    *((f"J{n}", name, "gate") for n, name in enumerate(
        ("Choix techniques", "Hébergement", "Données", "Sécurité", "Intégration", "Ouverture"), 1)),
    ("acceptance", "Recette", "milestone"),
    ("launch", "Mise en ligne", "milestone"),
)  # fmt: skip
HEALTH = ("good", "good", "good", "watch", "trouble")
LEVELS = ("express", "standard", "reinforced")
STATES = ("open", "proposed", "checked", "validated", "blocked")
WORDS = "Refonte du site,Carte cadeau,Salon,Extranet,Livres blancs,Jeu,Espace client,Boutique"
VOICES = ("bearer", "vendor", "it")


def fill() -> Person:
    """Everything, then the statistics; answers the referent through whom pages are measured."""
    _kinds.clear()
    call_command("load_reference", verbosity=0, stdout=StringIO())
    trios = [people(n) for n in range(PEOPLE)]
    create(Project, (project(n, trios[n % PEOPLE]) for n in range(1, PROJECTS + 1)))
    with connection.cursor() as cursor:
        cursor.execute(
            "set session_replication_role = replica"
        )  # made consistent: not checked again
        for statement in (MILESTONES, GATES, ASKED, SEATS, TOPICS, DEPENDENCIES, MOVES, SEQUENCES):
            cursor.execute(statement)
        cursor.execute("set session_replication_role = default; analyze")
    create(Round, rounds(trios))
    return trios[0]["it"]


def create(model, rows) -> None:
    """Bulk creation in batches, without holding every row at once."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch, batch_size=BATCH)


def people(n: int) -> dict[str, Person]:
    """The three voices of one project in forty."""
    vendor = Vendor.objects.create(name=f"Agence {n}")
    marketing, security = Team.objects.get(slug="marketing"), Team.objects.get(slug="rssi")
    return {
        "bearer": Person.objects.create(name=f"Claire Aubry{n}", email=f"b{n}@x.example", team=marketing, password="!"),
        "vendor": Person.objects.create(name=f"Mehdi Benali{n}", email=f"v{n}@x.example", vendor=vendor, password="!"),
        "it": Person.objects.create(name=f"Sophie Marchand{n}", email=f"d{n}@x.example", team=security, password="!"),
    }  # fmt: skip


def days_of(n: int):
    """Where the ten steps of a project stand: days from today, and how many are behind."""
    start = timezone.localdate() - timedelta(days=n % 200)
    return [start + timedelta(days=25 * place) for place in range(len(STEPS))], 1 + n % 8


def project(n: int, trio: dict) -> Project:
    titles = WORDS.split(",")
    found = Project(
        pk=n,
        key=f"P-2026-{n:05}",
        title=f"{titles[n % len(titles)]} « {n} »",
        kind=kinds()[n % len(kinds())],
        need="Vendre en ligne avec un compte client unique. " * 5,
        audience="Les clients",
        launch_on=days_of(n)[0][-1],
        launch_reason="Le salon de printemps",
        visibility="public",
        budget="medium",
        level=LEVELS[n % 3],
        vendor=trio["vendor"].vendor,
        state="scoped" if n % 8 else "registered",
        registered_by=trio["bearer"],
        registered_at=timezone.now() - timedelta(days=n % 200),
        updated_at=timezone.now() - timedelta(minutes=n),
        health=HEALTH[n % 5],
        health_reason="Aucune réponse en retard, aucune date passée.",
        ball_side=VOICES[n % 3],
    )
    found.search = searchable(found, [person.name for person in trio.values()])
    known = summary(n, trio)
    found.summary = {**known, "row": row_line(known)}
    return found


_kinds: list[Kind] = []


def kinds() -> list[Kind]:
    if not _kinds:
        _kinds.extend(Kind.objects.all())
    return _kinds


def summary(n: int, trio: dict) -> dict:
    """What portfolio.refresh() writes, of the same size."""
    days, behind = days_of(n)
    side = VOICES[n % 3]
    due_on = timezone.localdate() + timedelta(days=n % 12 - 3)
    ball = {
        "id": n, "kind": "decide_gate", "side": side, "holder": trio[side].name,
        "person": trio[side].pk, "team": None, "title": "Décider du point de validation",
        "detail": "Quatre sujets, huit critères.", "since": days[1], "due_on": due_on, "days": 5,
        "url": f"/jalons/{n}/decision/",
    }  # fmt: skip
    return {
        "trio": [
            {
                "voice": voice, "initials": markup.initials(person.name), "name": person.name,
                "title": "Responsable", "organisation": "Direction", "person": person.pk,
                "seat": n * 3 + place, "taken": True,
            }
            for place, (voice, person) in enumerate(trio.items())
        ],
        "path": [
            {
                "id": n * 10 + place, "ref": ref, "name": name, "genre": genre,
                "state": state_of(place, behind), "due_on": days[place],
                "reached_on": days[place] if place < behind else None, "note": "",
                "reason": "Le projet utilise des données personnelles",
            }
            for place, (ref, name, genre) in enumerate(STEPS)
        ],
        "balls": [ball],
        "next": {"name": STEPS[behind][1], "due_on": days[behind]},
        "catch_up": n % 9 == 0,
    }  # fmt: skip


def state_of(place: int, behind: int) -> str:
    return "done" if place < behind else "now" if place == behind else "todo"


def rounds(trios):
    """A frozen file for the first gate of one project in forty."""
    for n in range(PEOPLE, PROJECTS + 1, PEOPLE):
        for number in (1, 2):
            document = frozen(n, number)
            yield Round(
                gate_id=n * 6, number=number, snapshot=document, sha256=fingerprint(document),
                submitted_by=trios[0]["vendor"], submitted_at=timezone.now(),
            )  # fmt: skip


def frozen(n: int, number: int) -> dict:
    """A gate's snapshot with four answered topics; round 2 changes one fact."""
    said = {f"fact_{place}": [f"Fait {place}", "Oui, en France"] for place in range(6)}
    said["fact_0"] = ["Pays", "France" if number == 2 else "États-Unis"]
    choice = {
        "version": number, "solution": "Hexanuage, Paris", "said": said, "findings": [],
        "facts": {}, "rationale": "Pourquoi", "alternatives": "Une autre", "verdict": "allowed",
        "reversibility": "days", "fingerprint": "0" * 64, "submitted_by": "Mehdi Benali",
        "submitted_by_id": 1, "submitted_at": "2026-10-06T17:42:00+02:00", "label": "", "option": "",
    }  # fmt: skip
    return {
        "schema": "gate", "schema_version": 1, "project": {"key": f"P-2026-{n:05}", "title": "Refonte"},
        "gate": {"ref": "J1", "name": "Choix techniques"},
        "topics": [
            {"subject": n, "slug": f"topic-{place}", "name": f"Sujet {place}", "state": "checked", "choice": choice}
            for place in range(4)
        ],
        "dependencies": [], "documents": [],
        "criteria": [{"text": "Le lieu des données est connu", "proof": "declared"}] * 4,
    }  # fmt: skip


MILESTONES = """
insert into projects_milestone
  (id, project_id, ref, name, genre, reason, position, due_on, state, note, reached_on)
select p.id * 10 + (step.place - 1), p.id, step.value ->> 'ref', step.value ->> 'name',
  step.value ->> 'genre', step.value ->> 'reason', step.place, (step.value ->> 'due_on')::date,
  step.value ->> 'state', '', (step.value ->> 'reached_on')::date
from projects_project p,
  jsonb_array_elements(p.summary -> 'path') with ordinality step(value, place)
"""
GATES = """
insert into reviews_gate (id, project_id, milestone_id, template_id, ref, name, domain, team_id,
  lead_id, criteria, answer_days, silence, advice, avoids, doubt, state)
select p.id * 6 + t.position - first.position, p.id, m.id, t.id, t.ref, t.name, t.domain, t.team_id,
  (p.summary -> 'trio' -> 2 ->> 'person')::bigint,
  '[{"text": "Le lieu des données est connu", "proof": "declared"}]'::jsonb, 5, 'escalate',
  t.advice, t.avoids, '',
  case when t.position = first.position then 'submitted' else 'preparing' end
from projects_project p
join governance_gatetemplate t on true
join (select min(position) as position from governance_gatetemplate) first on true
join projects_milestone m on m.project_id = p.id and m.ref = t.ref
"""
ASKED = """
insert into reviews_gate_topics (gate_id, topic_id)
select g.id, t.topic_id
from reviews_gate g join governance_gatetemplate_topics t on t.gatetemplate_id = g.template_id
"""
SEATS = """
insert into projects_seat (id, project_id, part, person_id, offered_at, taken_at)
select (seat.value ->> 'seat')::bigint, p.id, seat.value ->> 'voice',
  (seat.value ->> 'person')::bigint, now(), now()
from projects_project p, jsonb_array_elements(p.summary -> 'trio') seat(value)
"""
TOPICS = """
insert into projects_projecttopic
  (project_id, topic_id, reason, unclear, voice, clarified, needed_by_id, state, headline, version)
select p.id, t.id, '', false, '', '', p.id * 10 + 2 + t.position % 6,
  (array['open', 'proposed', 'checked', 'validated', 'blocked'])[(p.id + t.position) % 5 + 1],
  case when (p.id + t.position) % 5 = 0 then '' else 'Hexanuage, Paris. Sauvegardes.' end,
  case when (p.id + t.position) % 5 = 0 then 0 else 2 end
from projects_project p join governance_topic t on true
"""
DEPENDENCIES = """
insert into projects_dependency
  (project_id, system_id, nature, direction, data, needed_by_id, state, word, categories,
  protocol, volume, environment, version)
select p.id, s.id, 'data_flow', 'both', 'comptes et préférences', p.id * 10 + 3 + s.number % 4,
  'to_confirm', '', '["account"]', '', '', 'production', 1
from projects_project p join governance_system s on s.number % 12 = p.id % 12
"""
MOVES = """
insert into projects_move (project_id, kind, side, person_id, subject_label, subject_id, title,
  detail, opened_at, due_on, days, closed_at, outcome)
select p.id, 'decide_gate', p.ball_side, (p.summary -> 'balls' -> 0 ->> 'person')::bigint,
  'reviews.gate', p.id * 6, 'Décider du point de validation', '', now(),
  (p.summary -> 'balls' -> 0 ->> 'due_on')::date, 5,
  case when p.id % 40 = 0 and p.id > 1000 then now() end, ''
from projects_project p
"""
SEQUENCES = """
select setval(pg_get_serial_sequence(name, 'id'), 1000000) from unnest(array[
  'projects_project', 'projects_milestone', 'reviews_gate', 'projects_seat']) name
"""
