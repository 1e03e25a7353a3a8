"""What the pages of topics and choices show, gathered for their templates."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from projects import answers, assessment, compared, unclear, vendor_file, waivers
from projects.actions.choices import content_of
from projects.evidence import pieces_of, room_left
from projects.forms.choices import WORDS, ChoiceForm, initial_of
from projects.forms.compared import columns
from projects.forms.documents import DocumentForm
from projects.forms.topics import ClearingForm, TopicVoiceForm
from projects.models import Move, ProjectTopic
from projects.permissions import can_add_document, can_ask_waiver, can_clear_topic
from projects.views.known_pages import known_on
from projects.views.talk_pages import talk_of

STATES = ("validated", "checked", "proposed", "blocked", "open")


def form_of(subject: ProjectTopic, data=None) -> ChoiceForm:
    """The form of a topic: filled with the draft, else with the last version."""
    facts = subject.topic.facts.filter(in_use=True)
    options = subject.topic.options.filter(in_use=True)
    initial = None
    if data is None:
        last = subject.choices.select_related("option").order_by("-version").first()
        initial = initial_of(last, subject.version + 1)
    return ChoiceForm(data, facts=facts, options=options, initial=initial)


def initial_data(form: ChoiceForm) -> dict:
    """The answers that an untouched form already holds."""
    known = form.initial
    facts = {fact.slug: known.get(f"fact_{fact.slug}") for fact in form.facts}
    return {
        "version": known["version"],
        "option": form.options.get(known["option"]),
        "label": known.get("label", ""),
        "facts": {slug: value for slug, value in facts.items() if value not in (None, "", [])},
        "reversibility": known.get("reversibility", ""),
        "compared": known.get("compared", []),
        **{name: known.get(name, "") for name in WORDS},
    }


def carried_over(posted, subject: ProjectTopic):
    """What was typed on an older version, as a start for the next one."""
    data = posted.copy()
    data["version"] = subject.version + 1
    return data


def writing_page(subject: ProjectTopic, form: ChoiceForm, data: dict, user=None) -> dict:
    """The page of those who propose: form, verdicts, differences, evidence."""
    rules = assessment.rules_of(subject)
    findings = assessment.assess(subject, data["facts"], rules)
    lines = assessment.lines(findings, rules, form.facts)
    lines = waivers.beside(lines, subject, may_ask=True)
    versions = versions_of(subject)
    return {
        **clearing(subject, user),
        **talk_of(subject, user),
        **known_on(subject, user, data),
        **vendor_file.file_on(subject, user, data),
        "subject": subject,
        "topic": subject.topic,
        "project": subject.project,
        "form": form,
        "version": subject.version + 1,
        "draft": subject.choices.filter(submitted_at=None).only("updated_at").first(),
        "options": option_cards(form, data),
        "other_checked": data["option"] is None,
        "questions": questions(form, lines),
        "lines": lines,
        "loose": [line for line in lines if not line["fact"] and line["verdict"] != "allowed"],
        "headline": assessment.headline(findings),
        "differences": changes(versions[0] if versions else None, data, form.facts),
        "columns": (wide := columns(form)),
        "compared_open": any(column["open"] for column in wide),
        "leans_on": leaning_words(subject.project),
        "exit_warning": compared.exit_warning(data["reversibility"], data["exit_plan"]),
        "versions": versions,
        "ball": ball_of(subject),
        "documents": pieces_of(subject, user),
        "room_left": room_left(subject.project),
        "document_form": DocumentForm(),
        "can_add": True,
        "late": "",
        "live": False,
        "heard": "",
    }


def reading_page(subject: ProjectTopic, user, version: str) -> dict:
    """The page of everybody else: what was submitted, and what the rules said of it."""
    versions = versions_of(subject)
    chosen = next((c for c in versions if str(c.version) == version), None)
    shown = chosen or (versions[0] if versions else None)
    before = next((c for c in versions if shown and c.version == shown.version - 1), None)
    facts = list(subject.topic.facts.all())
    said = statements_of(shown, facts) if shown else {}
    may_ask = not subject.project.is_over and can_ask_waiver(user, subject.project)
    return {
        **clearing(subject, user),
        **talk_of(subject, user),
        **known_on(subject, user),
        **vendor_file.file_on(subject, user),
        "subject": subject,
        "topic": subject.topic,
        "project": subject.project,
        "choice": shown,
        "statements": [
            {"label": label, "text": text}
            for slug, (label, text) in said.items()
            if text and not slug.startswith("compared_")
        ],
        "comparison": compared.table(shown.compared) if shown else [],
        "exit_warning": compared.exit_warning(shown.reversibility, shown.exit_plan)
        if shown
        else "",
        "lines": waivers.beside(frozen_lines(shown), subject, may_ask=may_ask) if shown else [],
        "differences": answers.differences(statements_of(before, facts), said) if before else [],
        "before": before,
        "versions": versions,
        "ball": ball_of(subject),
        "documents": pieces_of(subject, user),
        "room_left": room_left(subject.project),
        "document_form": DocumentForm(),
        "can_add": bool(can_add_document(user, subject.project)),
        "rules_open": not user.is_guest,
    }


def clearing(subject: ProjectTopic, user) -> dict:
    """What a page says of a topic that nobody could answer, and the forms of those who may."""
    words = unclear.unclear_words(subject, subject.project) if unclear.is_unclear(subject) else ""
    may = words and user and not subject.project.is_over and can_clear_topic(user, subject.project)
    return {
        "unclear": words,
        "cleared": unclear.cleared_words(subject),
        "clearing_form": ClearingForm() if may else None,
        "voice_form": TopicVoiceForm(initial={"voice": subject.voice}) if may else None,
    }


def topics_page(project) -> dict:
    """Cards of the topics, with what was retained and who must answer."""
    subjects = list(project.topics.select_related("topic").order_by("topic__position"))
    waiting = project.moves.open().filter(kind=Move.Kind.ANSWER_TOPIC)
    sides = dict(waiting.order_by().values_list("subject_id", "side"))
    return {
        "cards": [topic_card(s, sides.get(s.pk, ""), project) for s in subjects],
        "tally": tally(subjects),
    }


def topic_card(subject: ProjectTopic, side: str, project) -> dict:
    """One topic as lists of topics draw it."""
    waits = unclear.unclear_words(subject, project) if unclear.is_unclear(subject) else ""
    version = _("v%(version)s") % {"version": subject.version} if subject.version else ""
    return {
        "icon": subject.topic.icon,
        "name": subject.topic.name,
        "url": subject.get_absolute_url(),
        "text": subject.headline or waits or subject.reason,
        "state": subject.state,
        "state_label": _("À éclaircir") if waits else "",
        "voice": side,
        "note": version,
    }


def tally(subjects: list[ProjectTopic]) -> str:
    """« 2 validés, 3 vérifiés, 1 bloqué »."""
    found = [(state, sum(s.state == state for s in subjects)) for state in STATES]
    return ", ".join(f"{count} {_state_word(state, count)}" for state, count in found if count)


def _state_word(state: str, count: int) -> str:
    words = {
        "validated": ngettext("validé", "validés", count),
        "checked": ngettext("vérifié", "vérifiés", count),
        "proposed": ngettext("proposé", "proposés", count),
        "blocked": ngettext("bloqué", "bloqués", count),
        "open": ngettext("ouvert", "ouverts", count),
    }
    return words[state]


def option_cards(form: ChoiceForm, data: dict) -> list[dict]:
    """The admitted solutions first, as cards to choose from."""
    chosen = data["option"].slug if data["option"] else ""
    return [
        {"slug": slug, "label": o.label, "summary": o.summary, "checked": slug == chosen}
        for slug, o in form.options.items()
    ]


def questions(form: ChoiceForm, lines: list[dict]) -> list[dict]:
    """The facts to fill, each with what the rules say of it."""
    wide = {"list"}
    return [
        {
            "fact": fact,
            "field": form[f"fact_{fact.slug}"],
            "slot": f"v-{fact.slug}",
            "lines": [line for line in lines if line["fact"] == fact.slug],
            "wide": fact.kind in wide,
        }
        for fact in form.facts
    ]


def changes(last, data: dict, facts: list) -> list[dict]:
    """What the text typed changes to the last version submitted."""
    if last is None:
        return []
    solution = data["option"].label if data["option"] else data["label"]
    typed = answers.statements(content_of(data), facts, solution)
    return answers.differences(statements_of(last, facts), typed)


def statements_of(choice, facts: list) -> dict:
    """What a stored version states, in words."""
    solution = choice.option.label if choice.option else choice.label
    return answers.statements(choice.content(), facts, solution)


def frozen_lines(choice) -> list[dict]:
    """What the rules said of a version when it was submitted, with the versions they had."""
    return [
        {
            **finding,
            "kind": assessment.WORDS[finding["verdict"]][0],
            "word": str(assessment.WORDS[finding["verdict"]][1]),
        }
        for finding in choice.findings
    ]


def versions_of(subject: ProjectTopic) -> list:
    """The versions submitted, the last one first."""
    rows = subject.choices.exclude(submitted_at=None).select_related("option", "submitted_by")
    versions = list(rows.order_by("-version"))
    for choice in versions:
        choice.subject = subject
    return versions


def ball_of(subject: ProjectTopic):
    """Who must answer this topic, if anybody."""
    rows = Move.objects.open().about(subject, Move.Kind.ANSWER_TOPIC)
    return rows.select_related("person", "team").first()


def leaning_words(project) -> list[str]:
    """The systems that a project leans on, as a reminder of what its choices touch."""
    rows = (
        project.dependencies.standing().select_related("system").order_by("system__name", "nature")
    )
    return [f"{row.system.name} ({row.get_nature_display()})" for row in rows]


def saved_note() -> dict:
    """« Enregistré à 14 h 02 »."""
    now = timezone.localtime()
    return {
        "late": "",
        "saved": _("Brouillon enregistré, %(moment)s") % {"moment": typography.moment(now)},
    }
