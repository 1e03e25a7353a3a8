"""What is frozen: the facts a gate is decided on, the facts a report is printed from.

A snapshot is a JSON document with a schema and a SHA-256; nothing later changes it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import RuleVerdict
from governance.models.journal import fingerprint
from projects.answers import shown
from projects.leaning import carried, carries_personal
from projects.models import Document, Project, RuleWaiver, TechnicalChoice
from projects.topics import headline
from reviews.checks import check_lines, elsewhere_lines, tokens_of
from reviews.criteria import criterion_key
from reviews.gate_maps import map_lines
from reviews.leaning_lines import carried_differences

GATE_SCHEMA = 2  # 1: criteria without their answers, nothing looked up beside the topics
WRITTEN = ("option", "label", "facts", "rationale", "alternatives", "reversibility")
WRITTEN_LATER = ("effects", "exit_plan", "compared")
LEANING = ("system", "nature", "direction", "data")
LEANING_LATER = ("categories", "interface", "protocol")  # older files do not have them
STILL_ASKED = ("refused", "unknown")


def gate_snapshot(gate) -> dict:
    """The version that a referent decides on: choices, dependencies, documents, criteria."""
    return {
        "schema": "gate",
        "schema_version": GATE_SCHEMA,
        "project": {"key": gate.project.key, "title": gate.project.title},
        "gate": {"ref": gate.ref, "name": gate.name},
        **criteria_file(gate),
        "documents": document_lines(gate.project),
        **waiver_lines(gate_subjects(gate)),
        **map_lines(gate),
    }


def criteria_file(gate) -> dict:
    """What the criteria of a gate are read on: its topics, what it leans on, the answers."""
    subjects = gate_subjects(gate).select_related("topic", "project")
    subjects = subjects.prefetch_related("topic__facts").order_by("topic__position")
    tokens = tokens_of(gate.criteria)
    return {
        "topics": topic_lines(list(subjects)),
        "dependencies": dependency_lines(gate.project),
        "criteria": answered_lines(gate),
        **check_lines(gate.project, tokens),
        **elsewhere_lines(gate, tokens),
    }


def gate_subjects(gate):
    """The topics of the project that a gate judges."""
    return gate.project.topics.filter(topic__in=gate.topics.all())


def answered_lines(gate) -> list[dict]:
    """The criteria of a gate, each under its name and with the answer of the project's side."""
    rows = gate.answers.exclude(value="").select_related("written_by", "document")
    answers = {row.key: answer_lines(row) for row in rows}
    named = [(criterion_key(criterion), criterion) for criterion in gate.criteria]
    return [criterion | {"key": key, "answer": answers.get(key)} for key, criterion in named]


def answer_lines(row) -> dict:
    """An answer with the fingerprint of the document that proves it."""
    document = row.document
    return {
        "value": row.value,
        "word": row.word,
        "by": str(row.written_by),
        "by_id": row.written_by_id,
        "at": local_iso(row.written_at),
        "version": row.version,
        "document": document
        and {
            "id": document.pk,
            "name": document.name,
            "sha256": document.sha256,
            "withdrawn": not document.is_readable,
        },
    }


def waiver_lines(subjects) -> dict:
    """The waivers of ground rules that run on these topics; a file without any says nothing."""
    rows = RuleWaiver.objects.filter(subject__in=subjects, state=RuleWaiver.State.GRANTED)
    rows = rows.filter(expires_on__gte=timezone.localdate()).order_by("rule_ref", "pk")
    fields = ("subject_id", "rule_ref", "rule_version", "reason", "measure", "word")
    lines = [
        {name: getattr(row, name) for name in fields} | {"until": row.expires_on.isoformat()}
        for row in rows
    ]
    return {"rule_waivers": lines} if lines else {}


def topic_lines(subjects: list) -> list[dict]:
    """Each topic with its last submitted choice, all of them read at once."""
    rows = TechnicalChoice.objects.filter(subject__in=subjects).exclude(submitted_at=None)
    rows = rows.select_related("option", "submitted_by").order_by("version")
    last = {choice.subject_id: choice for choice in rows}
    return [subject_lines(subject, last.get(subject.pk)) for subject in subjects]


def subject_lines(subject, choice: TechnicalChoice | None) -> dict:
    """A topic with its last submitted choice."""
    if choice:
        choice.subject = subject
    return {
        "subject": subject.pk,
        "slug": subject.topic.slug,
        "name": subject.topic.name,
        "state": subject.state,
        "choice": choice_lines(choice) if choice else None,
    }


def choice_lines(choice: TechnicalChoice) -> dict:
    """A submitted choice, with its facts under their labels."""
    return choice.content() | {
        "fingerprint": choice.fingerprint,
        "solution": headline(choice),
        "said": said_lines(choice),
        "submitted_by": str(choice.submitted_by),
        "submitted_by_id": choice.submitted_by_id,
        "submitted_at": local_iso(choice.submitted_at),
    }


def said_lines(choice: TechnicalChoice) -> dict[str, list[str]]:
    """The facts of a choice in words: slug to label and answer, unanswered ones left out."""
    facts = choice.subject.topic.facts.all()
    said = {fact.slug: [fact.label, shown(fact, choice.facts.get(fact.slug))] for fact in facts}
    return {slug: pair for slug, pair in said.items() if pair[1]}


def dependency_lines(project: Project) -> list[dict]:
    """What the project leans on now, and whether each owner agreed."""
    rows = project.dependencies.standing().select_related(
        "system__owner", "system__owner_team", "needed_by", "interface"
    )
    return [
        {
            "system": row.system.name,
            "category": row.system.category,
            "nature": row.get_nature_display(),
            "direction": row.direction,
            "data": row.data,
            "categories": carried(row.categories),
            "personal_data": carries_personal(row),
            "interface": row.interface.name if row.interface else "",
            "protocol": row.get_protocol_display() if row.protocol else "",
            "environment": row.environment,
            "environment_word": row.get_environment_display(),
            "volume": row.volume,
            "state": row.state,
            "needed_by": row.needed_by.name if row.needed_by else "",
            "owner": str(row.system.owner or row.system.owner_team),
            "confirmed_on": local_iso(row.answered_at),
            "open_until": row.open_until.isoformat() if row.open_until else "",
            "word": row.word,
        }
        for row in rows
    ]


def document_lines(project: Project) -> list[dict]:
    """The evidence as it stands, by fingerprint: last versions, nothing withdrawn or refused."""
    rows = Document.objects.filter(project=project).current()
    return list(rows.values("name", "sha256", "size"))


def judged(snapshot: dict, *, leaning: bool = False) -> str:
    """What a decision rests on, as one mark: the words of each choice, and what is leaned on."""
    choices = {line["slug"]: _written(line["choice"]) for line in snapshot["topics"]}
    rows = [_leaned(row) for row in snapshot.get("dependencies", ())]
    return fingerprint({"choices": choices, "leaning": sorted(rows, key=repr) if leaning else []})


def _leaned(row: dict) -> list:
    """What a gate judged of a dependency; what was left empty weighs nothing, then or now."""
    later = [[name, row[name]] for name in LEANING_LATER if row.get(name)]
    where = row.get("environment", "production")
    return [row[name] for name in LEANING] + later + ([where] if where != "production" else [])


def _written(choice: dict | None) -> dict:
    """What a vendor wrote in a choice, whatever its version and its date."""
    names = (*WRITTEN, *WRITTEN_LATER)
    return {name: choice[name] for name in names if choice.get(name)} if choice else {}


def gate_differences(before: dict, after: dict, reads: dict[str, set]) -> list[dict]:
    """What changed between two rounds, in words, then what was asked and did not change.

    `reads` says which facts each ground rule looks at.
    """
    old = {topic["slug"]: topic["choice"] for topic in before["topics"]}
    changed, same = [], []
    for topic in after["topics"]:
        was, now = old.get(topic["slug"]), topic["choice"]
        settled = settled_facts(was, now, reads)
        changed += [row | {"topic": topic["name"]} for row in _changes(was, now, settled)]
        same += [row | {"topic": topic["name"]} for row in _still_asked(was, now)]
    return changed + carried_differences(before, after) + same


def settled_facts(was: dict | None, now: dict | None, reads: dict[str, set]) -> set[str]:
    """The facts of the rules that had something to say and are now satisfied, or silent."""
    before, after = _verdicts(was), _verdicts(now)
    settled = [
        ref
        for ref, (verdict, _title) in before.items()
        if verdict != "allowed" and after.get(ref, ("allowed", ""))[0] == "allowed"
    ]
    return set().union(*(reads.get(ref, set()) for ref in settled))


def _changes(was: dict | None, now: dict | None, settled: set[str]) -> list[dict]:
    old, new = _said(was), _said(now)
    return [
        {
            "fact": (new.get(slug) or old[slug])[0],
            "before": old[slug][1] if slug in old else "",
            "after": new[slug][1] if slug in new else "",
            "effect": _effect(slug, old, new, settled),
        }
        for slug in {**old, **new}
        if old.get(slug) != new.get(slug)
    ]


def _effect(slug: str, old: dict, new: dict, settled: set[str]) -> str:
    if slug not in new:
        return "removed"
    if slug not in old:
        return "added"
    return "fixed" if slug in settled else "changed"


def _still_asked(was: dict | None, now: dict | None) -> list[dict]:
    labels = dict(RuleVerdict.choices) | {"unknown": _("Réponse attendue")}
    before = _verdicts(was)
    return [
        {"fact": title, "before": labels[verdict], "after": labels[verdict], "effect": "unchanged"}
        for ref, (verdict, title) in _verdicts(now).items()
        if verdict in STILL_ASKED and before.get(ref, ("", ""))[0] == verdict
    ]


def _verdicts(choice: dict | None) -> dict[str, tuple[str, str]]:
    found = choice["findings"] if choice else []
    return {finding["ref"]: (finding["verdict"], finding["title"]) for finding in found}


def _said(choice: dict | None) -> dict:
    """What a frozen choice states, its solution first."""
    if not choice:
        return {}
    labels = {
        "rationale": _("Pourquoi ce choix"),
        "alternatives": _("Ce qui a été écarté"),
        "exit_plan": _("Plan de sortie"),
        "effects": _("Effets sur les systèmes"),
    }
    later = {
        f".{name}": [label, choice[name]] for name, label in labels.items() if choice.get(name)
    }
    return {"": [_("Solution"), choice["solution"]], **choice["said"], **later}


def local_iso(instant) -> str:
    """An instant as ISO text in the company's zone; empty when there is none."""
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else ""
