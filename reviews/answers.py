"""What a frozen document says of the answers to minutes: who signed for whom, who stayed silent."""

from django.conf import settings

from governance.roles import Voice
from reviews.minutes import silence_sentence
from reviews.models import Minutes
from reviews.snapshots import local_iso


def answer_facts(name: str, signature, silence: str = "") -> dict:
    """What is written beside a voice only when it happened: another hand, a silence."""
    facts = {}
    if signature and signature.signer != name:
        facts["signed_by"] = signature.signer
    if silence:
        facts["silence"] = silence
    return facts


def silences_of(minutes: Minutes | None) -> dict[str, str]:
    """By voice, the sentence of the silence that was noted."""
    if minutes is None:
        return {}
    return {
        row.voice: silence_sentence(row.voice, row.noted_at, [one.name for one in row.told.all()])
        for row in minutes.silences.prefetch_related("told")
    }


def answered_voices(minutes: Minutes) -> list[dict]:
    """The three voices of minutes: who sat at the closing, who answers now, and the answer."""
    seats = minutes.project.seats.voices().select_related("person__vendor")
    seated = {seat.part: seat.person for seat in seats}
    given = minutes.signatures.select_related("signed_by__vendor", "on_behalf_of")
    answers = {row.voice: row for row in given}
    silences = silences_of(minutes)
    at_closing = {row["voice"]: row for row in minutes.content["voices"]}
    return [
        answered_voice(
            voice,
            seated.get(voice),
            answers.get(voice),
            at_closing=at_closing.get(voice, {}),
            silence=silences.get(voice, ""),
        )
        for voice in Voice
    ]


def answered_voice(voice, seated, signature, *, at_closing: dict, silence: str) -> dict:
    """One voice: the person who answered, else the one who is awaited."""
    person = signature.signed_by if signature else seated
    name = person.name if person else ""
    facts = {
        "voice": voice.value,
        "label": str(voice.label),
        "name": name,
        "title": person.job_title if person else "",
        "organisation": str(person.vendor or settings.COMPANY_NAME) if person else "",
        "answer": signature.answer if signature else "",
        "answered_at": local_iso(signature.signed_at) if signature else "",
        "remark": signature.remark if signature else "",
        "present": bool(at_closing.get("present")),
        "at_closing": at_closing.get("name", ""),
    }
    return facts | answer_facts(name, signature, silence)
