"""What the pages of minutes show, as plain values taken from the frozen document."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from projects.models import Move
from reviews.meeting_pages import ICONS, fingerprint_words, results, seat_line
from reviews.minutes import missing_sentence
from reviews.models import Minutes, Outcome, Signature

LONGEST_MINUTES = 12 * 60


def minutes_context(minutes: Minutes, seats, user) -> dict:
    """The frozen minutes, their signatures and what surrounds them."""
    content, signatures = (
        minutes.content,
        list(minutes.signatures.select_related("signed_by__vendor")),
    )
    items = content["items"]
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "project": minutes.project,
        "told": told(content),
        "missing": missing_line(content, signatures),
        "seats": signature_trio(minutes, seats, signatures, user),
        "items": [item_line(item) for item in items if is_told(item)],
        "silent": [item["title"] for item in items if not is_told(item)],
        "count": results([outcome for item in items for outcome in item["outcomes"]]),
        "remarks": [remark_line(row) for row in signatures if row.remark],
        "fingerprint": fingerprint_words(minutes.sha256),
        "versions": version_lines(minutes),
        "replaced": replaced_sentence(minutes),
        "consequences": consequences(),
    }


def consequences() -> list[dict]:
    """What a signature does, said before it is given."""
    return [
        {"icon": "signature", "text": _("Votre réponse est datée et reste au dossier")},
        {"icon": "lock", "text": _("Au troisième accord, le cadrage est signé et figé")},
        {"icon": "arrow-back-up", "text": _("Un désaccord rend la balle au porteur du besoin")},
    ]


def replaced_sentence(minutes: Minutes) -> str:
    """What to say of minutes that a later version replaced."""
    if not minutes.is_replaced():
        return ""
    return _("Une version plus récente remplace ce compte rendu, qui reste lisible.")


def told(content: dict) -> str:
    """« Réunion du mardi 6 octobre, trois voix présentes, 1 h 12 »."""
    held = datetime.fromisoformat(content["held_at"])
    spent = int((datetime.fromisoformat(content["closed_at"]) - held).total_seconds() // 60)
    voices = [_("aucune voix présente"), _("une voix présente"), _("deux voix présentes"),
              _("trois voix présentes")]  # fmt: skip
    parts = [
        _("Réunion du %(day)s") % {"day": typography.long_day(timezone.localtime(held))},
        voices[len(content["present"])],
    ]
    if 0 < spent < LONGEST_MINUTES:
        parts.append(f"{spent // 60} h {spent % 60:02}" if spent >= 60 else f"{spent} min")
    return ", ".join(parts)


def missing_line(content: dict, signatures) -> str:
    """Who was not there, and whether that voice has answered since."""
    absent = {voice for voice in Voice.values if voice not in content["present"]}
    if absent and absent <= {row.voice for row in signatures}:
        return _("Une voix manquait à la réunion ; elle a lu le compte rendu et répondu depuis.")
    return missing_sentence(content)


def is_told(item: dict) -> bool:
    """Whether a frozen point says anything."""
    return bool(item["notes"].strip() or item["outcomes"])


def item_line(item: dict) -> dict:
    """One frozen point."""
    return {
        "title": item["title"],
        "notes": item["notes"],
        "outcomes": [outcome_line(outcome) for outcome in item["outcomes"]],
    }


def outcome_line(outcome: dict) -> dict:
    """One frozen outcome, with who owes it and by when."""
    owed = outcome["owner"]
    if owed and outcome["due_on"]:
        day = typography.short_day(date.fromisoformat(outcome["due_on"]))
        owed = _("%(name)s, avant %(day)s") % {"name": owed, "day": day}
    return {
        "icon": ICONS[outcome["kind"]],
        "label": Outcome.Kind(outcome["kind"]).label,
        "text": outcome["text"],
        "owed": owed or _("les trois voix"),
    }


def remark_line(signature: Signature) -> dict:
    """What a voice added, or why it disagrees."""
    sentence = _("Remarque de %(name)s")
    if signature.answer == Signature.Answer.DISAGREED:
        sentence = _("Pourquoi %(name)s n’est pas d’accord")
    return {"title": sentence % {"name": signature.signed_by.name}, "text": signature.remark}


def signature_trio(minutes: Minutes, seats, signatures, user) -> list[dict]:
    """The three voices: what each answered, or that it is awaited."""
    given = {row.voice: row for row in signatures}
    return [signature_seat(minutes, voice, seats, given.get(voice), user) for voice in Voice.values]


def signature_seat(minutes: Minutes, voice: str, seats, signature, user) -> dict:
    """One voice under the minutes."""
    line = seat_line(voice, seats)
    if signature is not None:
        return line | signed_state(signature)
    if not line["name"]:
        return line
    if not is_awaited(minutes):
        return line | {"state": "neutral", "state_label": _("N’a pas signé cette version")}
    mine = any(seat.part == voice and seat.person_id == user.pk for seat in seats)
    label = _("À vous de signer") if mine else _("À signer")
    return line | {"state": "to_sign", "state_label": label, "ball": True}


def signed_state(signature: Signature) -> dict:
    """The answer of a voice, with its day, under the name of whoever gave it."""
    disagreed = signature.answer == Signature.Answer.DISAGREED
    day = typography.short_day(signature.signed_at)
    person = signature.signed_by
    return {
        "name": person.name,
        "role": str(person.vendor) if person.vendor else person.job_title,
        "state": "disagree" if disagreed else "signed",
        "state_label": f"{signature.get_answer_display()}, {day}",
    }


def is_awaited(minutes: Minutes) -> bool:
    """Whether these minutes can still be signed."""
    return minutes.meeting.state in ("closed", "contested") and not minutes.is_replaced()


def version_lines(minutes: Minutes) -> list[dict]:
    """The other versions of the same minutes, newest first."""
    others = minutes.meeting.minutes.exclude(pk=minutes.pk).order_by("-number")
    return [
        {
            "label": _("Version %(n)d, close %(when)s")
            % {"n": other.number, "when": typography.moment(other.closed_at)},
            "url": reverse("reviews:minutes", args=[other.pk]),
        }
        for other in others
    ]


def open_ball(minutes: Minutes, user) -> dict:
    """The ball of these minutes: mine if I hold it, else the most pressing one; or none."""
    moves = list(
        Move.objects.open().about(minutes).select_related("person").order_by("due_on", "pk")
    )
    if not moves:
        return {"holder": "", "voice": "", "mine": False, "due": None, "more": 0}
    move = next((move for move in moves if move.person_id == user.pk), moves[0])
    return {
        "holder": move.holder,
        "voice": move.side,
        "mine": move.person_id == user.pk,
        "due": move.due_on,
        "more": len(moves) - 1,
    }
