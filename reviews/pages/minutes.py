"""What the pages of minutes show, as plain values taken from the frozen document."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from projects.models import Move, Project
from reviews.delegates import Signatory, free_delegates
from reviews.minutes import (
    OF_THE_VOICE,
    missing_sentence,
    silence_sentence,
    terms_sentence,
    whole_text,
)
from reviews.models import Minutes, Outcome, Signature, SilentVoice
from reviews.pages import meetings as meeting_pages
from reviews.pages.carried import carried_rows
from reviews.pages.meetings import ICONS, fingerprint_words, results, seat_line

LONGEST_MINUTES = 12 * 60


def minutes_context(minutes: Minutes, seats, user, signs: Signatory | None = None) -> dict:
    """The frozen minutes, their signatures and what surrounds them."""
    content, signatures = minutes.content, list(signatures_of(minutes))
    silences = list(minutes.silences.prefetch_related("told"))
    items = content["items"]
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "project": minutes.project,
        "told": told(content),
        "missing": missing_line(content, signatures),
        "terms": terms_sentence(content) if is_awaited(minutes) else "",
        "seats": signature_trio(minutes, seats, signatures, user, signs),
        "stand_ins": stand_in_lines(minutes, seats, signatures),
        "silences": [silence_line(row, signatures) for row in silences],
        "items": [item_line(item) for item in items if is_told(item)],
        "silent": [item["title"] for item in items if not is_told(item)],
        "count": results([outcome for item in items for outcome in item["outcomes"]]),
        "remarks": [remark_line(row) for row in signatures if row.remark],
        "fingerprint": fingerprint_words(minutes.sha256),
        "versions": version_lines(minutes),
        "text": whole_text(minutes, signatures, silences),
        "replaced": replaced_sentence(minutes),
        "carried": carried_rows(content.get("carried", [])),
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
    return {"title": sentence % {"name": signature.signer}, "text": signature.remark}


def signatures_of(minutes: Minutes):
    """The answers given, with whoever gave them and for whom."""
    return minutes.signatures.select_related("signed_by__vendor", "on_behalf_of")


def signature_trio(minutes: Minutes, seats, signatures, user, signs=None) -> list[dict]:
    """The three voices: what each answered, or that it is awaited; `signs` for whom I answer."""
    given = {row.voice: row for row in signatures}
    mine = signs.voice if signs else next((s.part for s in seats if s.person_id == user.pk), "")
    return [signature_seat(minutes, voice, seats, given.get(voice), mine) for voice in Voice.values]


def signature_seat(minutes: Minutes, voice: str, seats, signature, mine: str) -> dict:
    """One voice under the minutes."""
    line = seat_line(voice, seats)
    if signature is not None:
        return line | signed_state(signature)
    if not line["name"]:
        return line
    if not is_awaited(minutes):
        return line | {"state": "neutral", "state_label": _("N’a pas signé cette version")}
    label = _("À vous de signer") if mine == voice else _("À signer")
    return line | {"state": "to_sign", "state_label": label, "ball": True}


def signed_state(signature: Signature) -> dict:
    """The answer of a voice, with its day, under the name of whoever gave it."""
    disagreed = signature.answer == Signature.Answer.DISAGREED
    day = typography.short_day(signature.signed_at)
    person = signature.signed_by
    return {
        "name": signature.signer,
        "face": person.name,
        "role": str(person.vendor) if person.vendor else person.job_title,
        "state": "disagree" if disagreed else "signed",
        "state_label": f"{signature.get_answer_display()}, {day}",
    }


def stand_in_lines(minutes: Minutes, seats, signatures) -> list[str]:
    """Who was at the meeting when somebody else answers, and who may answer for an absent."""
    given = {row.voice: row.signed_by.name for row in signatures}
    lines = []
    for row in minutes.content["voices"]:
        seated = next((seat.person.name for seat in seats if seat.part == row["voice"]), "")
        answers = given.get(row["voice"]) or seated
        if row["name"] and answers and answers != row["name"]:
            told = {"voice": OF_THE_VOICE[Voice(row["voice"])], "then": row["name"]}
            sentence = _("Siège %(voice)s à la clôture : %(then)s. Pour signer : %(now)s.")
            lines.append(sentence % {**told, "now": answers})
    if is_awaited(minutes):
        lines += delegate_lines(minutes, [seat for seat in seats if seat.part not in given])
    return lines


def delegate_lines(minutes: Minutes, seats) -> list[str]:
    """« Sophie Marchand est absente ; Julien Faure peut signer à sa place »."""
    names = {seat.part: seat.person.name for seat in seats}
    sentence = _("Absence de %(name)s : %(delegates)s peut signer à sa place.")
    return [
        sentence % {"name": names[voice], "delegates": _(" ou ").join(one.name for one in people)}
        for voice, people in free_delegates(minutes, seats).items()
        if people
    ]


def silence_line(silence: SilentVoice, signatures) -> str:
    """A silence that was noted, and the answer that came after it, if it did."""
    told = [person.name for person in silence.told.all()]
    sentence = silence_sentence(silence.voice, silence.noted_at, told)
    answer = next((row for row in signatures if row.voice == silence.voice), None)
    if answer is None:
        return sentence
    return sentence + _(". Réponse donnée ensuite, le %(day)s") % {
        "day": typography.long_day(answer.signed_at)
    }


def successor(minutes: Minutes) -> Minutes | None:
    """The last version of the same meeting, when it is a later one."""
    later = Minutes.objects.filter(meeting=minutes.meeting_id, number__gt=minutes.number)
    return later.select_related("meeting__project", "closed_by").order_by("-number").first()


def late_sentence(minutes: Minutes) -> str:
    """Why these minutes are no longer to be signed."""
    if minutes.is_replaced():
        return _("Une version plus récente remplace ce compte rendu : signez-la.")
    return _("Ce compte rendu n’est plus à signer.")


def is_awaited(minutes: Minutes) -> bool:
    """Whether these minutes can still be signed."""
    return minutes.meeting.state in ("closed", "contested") and not minutes.is_replaced()


def version_lines(minutes: Minutes) -> list[dict]:
    """The other versions of the same minutes, newest first, each with what changed."""
    others = minutes.meeting.minutes.exclude(pk=minutes.pk).order_by("-number")
    return [
        {
            "label": _("Version %(n)d, close %(when)s")
            % {"n": other.number, "when": typography.moment(other.closed_at)},
            "url": reverse("reviews:minutes", args=[other.pk]),
            "compare": comparison_url(minutes, other),
        }
        for other in others
    ]


def version_line(minutes: Minutes) -> dict:
    """One of the two minutes that a comparison reads."""
    told = {"n": minutes.number, "when": typography.moment(minutes.closed_at)}
    return {
        "label": _("Version %(n)d, close %(when)s") % told,
        "meeting": _("Réunion du %(day)s") % {"day": typography.long_day(held_at(minutes))},
        "url": reverse("reviews:minutes", args=[minutes.pk]),
    }


def held_at(minutes: Minutes) -> datetime:
    """When the meeting of these minutes was held, in the company's time."""
    return timezone.localtime(datetime.fromisoformat(minutes.content["held_at"]))


def crumbs(minutes: Minutes, user) -> list[dict]:
    """The way back to the project; without links for a delegate who may only read the minutes."""
    project = minutes.project
    if Project.objects.visible_to(user).filter(pk=project.pk).exists():
        return meeting_pages.crumbs(project, user)
    return [{"label": project.title}, {"label": _("Cadrage")}]


def comparison_url(one: Minutes, other: Minutes) -> str:
    """The page that says what changed from the older to the newer."""
    older, newer = sorted((one, other), key=lambda minutes: (minutes.closed_at, minutes.pk))
    return reverse("reviews:minutes-comparison", args=[older.pk, newer.pk])


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
