"""The minutes as a frozen document, and as plain text for e-mail. No query of its own."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import typography
from governance.roles import Voice
from reviews.models import AgendaItem, MeetingGuest, Minutes, Outcome, ScopingMeeting

SCHEMA, SCHEMA_VERSION = "minutes", 2
THE_VOICE = {
    Voice.BEARER: gettext_lazy("le marketing"),
    Voice.VENDOR: gettext_lazy("le prestataire"),
    Voice.IT: gettext_lazy("la DSI"),
}
OF_THE_VOICE = {
    Voice.BEARER: gettext_lazy("du marketing"),
    Voice.VENDOR: gettext_lazy("du prestataire"),
    Voice.IT: gettext_lazy("de la DSI"),
}


def minutes_content(meeting: ScopingMeeting, seats, items, *, number: int, closed_at) -> dict:
    """Everything that the three voices sign; plain values only, so that it can be fingerprinted."""
    present = meeting.voices_present()
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "number": number,
        "project": {"key": meeting.project.key, "title": meeting.project.title},
        "starts_at": meeting.starts_at.isoformat(),
        "held_at": (meeting.opened_at or meeting.starts_at).isoformat(),
        "closed_at": closed_at.isoformat(),
        "place": meeting.place,
        "present": [voice for voice in Voice.values if voice in present],
        "counts": present == set(Voice.values),
        "voices": [voice_line(voice, seats, present) for voice in Voice.values],
        "guests": [guest_line(guest) for guest in meeting.guests.current()],
        "items": [item_line(item) for item in items],
        "follows": follows_line(meeting.follows) if meeting.follows else None,
        "carried": [
            {name: value for name, value in line.items() if name != "outcome"}
            for line in meeting.carried
        ],
    }


def follows_line(meeting: ScopingMeeting) -> dict:
    """The meeting that this one follows."""
    return {"meeting_on": timezone.localdate(meeting.starts_at).isoformat()}


def signing_terms(sign_by: date) -> dict:
    """Until when to sign, and what a silence does: announced with the minutes, frozen in them."""
    return {
        "sign_by": sign_by.isoformat(),
        "silence": _(
            "Le silence ne vaut jamais accord. Passé ce jour, il est constaté, dit aux trois voix "
            "et remonté à la direction ; celui du prestataire l’est aussi au porteur du besoin. "
            "La voix peut encore signer ensuite."
        ),
    }


def terms_sentence(content: dict) -> str:
    """« À signer au plus tard jeudi 8 octobre… »; nothing in the minutes that announced nothing."""
    if not content.get("sign_by"):
        return ""
    day = typography.long_day(date.fromisoformat(content["sign_by"]))
    told = _("À signer au plus tard le %(day)s.") % {"day": day}
    return f"{told} {content.get('silence', '')}".strip()


def voice_line(voice: str, seats, present) -> dict:
    """One voice at the table, or its empty chair."""
    person = next((seat.person for seat in seats if seat.part == voice), None)
    return {
        "voice": voice,
        "name": person.name if person else "",
        "title": person.job_title if person else "",
        "organisation": str(person.vendor or settings.COMPANY_NAME) if person else "",
        "present": voice in present,
    }


def guest_line(guest: MeetingGuest) -> dict:
    """Somebody from outside who was asked to the meeting."""
    person = guest.person
    return {"name": person.name, "organisation": str(person.vendor), "reason": guest.reason}


def item_line(item: AgendaItem) -> dict:
    """One point: why it was there, what was said, what came out of it."""
    return {
        "title": item.title,
        "topic": item.topic.slug if item.topic else "",
        "why": item.whole_why,
        "minutes_planned": item.minutes_planned,
        "notes": item.notes,
        "outcomes": [outcome_line(outcome) for outcome in item.outcomes.all()],
    }


def outcome_line(outcome: Outcome) -> dict:
    """One decision, action, question or risk."""
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "owner": outcome.owner.name if outcome.owner else "",
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
    }


def absent_voices(content: dict) -> list[str]:
    """The voices that were not there, in words."""
    return [str(name) for voice, name in THE_VOICE.items() if voice not in content["present"]]


def missing_sentence(content: dict) -> str:
    """What it means that a voice was not there; nothing when the three were."""
    absent = absent_voices(content)
    if not absent:
        return ""
    return _(
        "Il manque une voix : la réunion ne peut pas compter tant que %(voices)s n’a pas lu et "
        "répondu."
    ) % {"voices": _(" et ").join(absent)}


def minutes_text(content: dict) -> str:
    """The minutes without any page: what the e-mail carries."""
    voices = [
        f"- {Voice(line['voice']).label} : {line['name'] or _('siège à pourvoir')}, "
        + (_("à la réunion") if line["present"] else _("pas à la réunion"))
        for line in content["voices"]
    ]
    voices += [
        _("- Personne invitée : %(name)s, %(organisation)s") % guest
        for guest in content.get("guests", [])
    ]
    parts = ["\n".join(voices), missing_sentence(content), terms_sentence(content)]
    parts += [item_text(item) for item in content["items"]]
    parts.append(carried_text(content.get("carried", [])))
    return "\n\n".join(part for part in parts if part)


def item_text(item: dict) -> str:
    """One point in plain text."""
    lines = [item["title"].upper(), item["notes"].strip()]
    lines += [outcome_text(outcome) for outcome in item["outcomes"]]
    told = [line for line in lines if line]
    return "\n".join(told if len(told) > 1 else [*told, _("Rien à noter.")])


def outcome_text(outcome: dict) -> str:
    """« Action. Décrire la trace. Diane Perrin, avant ven. 16 oct. »"""
    label = Outcome.Kind(outcome["kind"]).label
    owed = ", ".join(filter(None, [outcome["owner"], before(outcome["due_on"])]))
    return f"- {label}. {outcome['text']}" + (f" ({owed})" if owed else "")


def carried_text(lines: list[dict]) -> str:
    """What stays valid of the meetings before, each line with where it comes from."""
    if not lines:
        return ""
    told = [f"{outcome_text(line)}\n  {origin_words(line)}" for line in lines]
    return "\n".join([_("CE QUI RESTE VALABLE DES RÉUNIONS PRÉCÉDENTES"), *told])


def origin_words(line: dict) -> str:
    """« Hébergement, réunion du mar. 6 oct., compte rendu version 2 »"""
    day = typography.short_day(date.fromisoformat(line["meeting_on"]))
    told = {"point": line["point"], "day": day, "number": line["minutes"]}
    return _("%(point)s, réunion du %(day)s, compte rendu version %(number)d") % told


def before(day: str) -> str:
    """« avant ven. 16 oct. », from a day written in a frozen document."""
    if not day:
        return ""
    return _("avant %(day)s") % {"day": typography.short_day(date.fromisoformat(day))}


def silence_sentence(voice: str, noted_at: datetime, told: list[str]) -> str:
    """« Silence du prestataire depuis le mardi 6 octobre : remonté à Anne Delmas »."""
    sentence = _("Silence %(voice)s depuis le %(day)s") % {
        "voice": OF_THE_VOICE[Voice(voice)],
        "day": typography.long_day(noted_at),
    }
    if told:
        sentence += _(" : remonté à %(names)s") % {"names": listed(told)}
    return sentence


def listed(names: list[str]) -> str:
    """« Anne Delmas, Bruno Sicard et Claire Aubry »."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def whole_text(minutes: Minutes, signatures, silences) -> str:
    """The minutes to paste in an e-mail or to keep as a file: heading, points, answers, proof."""
    content = minutes.content
    held = timezone.localtime(datetime.fromisoformat(content["held_at"]))
    head = [
        _("COMPTE RENDU DU CADRAGE, VERSION %(n)d") % {"n": minutes.number},
        f"{content['project']['title']} ({content['project']['key']})",
        _("Réunion du %(day)s") % {"day": typography.long_day(held)},
    ]
    answers = [_("RÉPONSES"), *answer_texts(signatures, silences)]
    proof = _("Figé le %(when)s, empreinte SHA-256 : %(sha)s") % {
        "when": typography.moment(minutes.closed_at),
        "sha": minutes.sha256,
    }
    parts = ["\n".join(head), minutes_text(content), "\n".join(answers), proof]
    return "\n\n".join(parts) + "\n"


def answer_texts(signatures, silences) -> list[str]:
    """One line per voice: its answer, or that it is awaited; then the silences, never erased."""
    given = {row.voice: row for row in signatures}
    lines = [answer_text(voice, given.get(voice)) for voice in Voice.values]
    for row in silences:
        told = [person.name for person in row.told.all()]
        lines.append(f"- {silence_sentence(row.voice, row.noted_at, told)}")
    return lines


def answer_text(voice: str, signature) -> str:
    """« - DSI : d’accord, Julien Faure pour Sophie Marchand, mar. 6 oct. »"""
    label = Voice(voice).label
    if signature is None:
        return f"- {label} : " + _("réponse attendue")
    told = [
        signature.get_answer_display(),
        signature.signer,
        typography.short_day(signature.signed_at),
    ]
    remark = f"\n  « {signature.remark} »" if signature.remark else ""
    return f"- {label} : {', '.join(told)}{remark}"
