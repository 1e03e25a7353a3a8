"""The history of a project's minutes, as plain values: meetings, versions, answers, silences."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from projects.models import Project
from reviews.models import Minutes, ScopingMeeting, Signature
from reviews.pages.minutes import silence_line
from reviews.words.meetings import meeting_when

State = ScopingMeeting.State


def history_context(project: Project) -> dict:
    """The meetings that were closed at least once, newest first, each with its versions."""
    meetings = (
        project.meetings.filter(minutes__isnull=False)
        .distinct()
        .prefetch_related(
            "minutes__closed_by",
            "minutes__signatures__signed_by",
            "minutes__signatures__on_behalf_of",
            "minutes__silences__told",
        )
    )
    cards = [meeting_card(meeting) for meeting in meetings]
    versions = [version for card in cards for version in card["versions"]]
    for newer, older in zip(versions, versions[1:], strict=False):
        newer["compare"] = reverse("reviews:minutes-comparison", args=[older["id"], newer["id"]])
        newer["compare_label"] = _("Comparer avec la version précédente")
    return {"project": project, "meetings": cards, "count": len(versions)}


def meeting_card(meeting: ScopingMeeting) -> dict:
    """One meeting and its minutes, the last version first."""
    versions = sorted(meeting.minutes.all(), key=lambda minutes: -minutes.number)
    return {
        "id": meeting.pk,
        "title": meeting_when(meeting) if meeting.starts_at else _("Sans date"),
        "url": reverse("reviews:meeting", args=[meeting.pk]),
        "versions": [
            version_card(minutes, meeting, is_last=rank == 0)
            for rank, minutes in enumerate(versions)
        ],
    }


def version_card(minutes: Minutes, meeting: ScopingMeeting, *, is_last: bool) -> dict:
    """One version: its state, and what each voice answered."""
    signatures = list(minutes.signatures.all())
    return {
        "id": minutes.pk,
        "label": _("Version %(n)d") % {"n": minutes.number},
        "closed": _("Close %(when)s par %(name)s")
        % {"when": typography.moment(minutes.closed_at), "name": minutes.closed_by.name},
        "url": reverse("reviews:minutes", args=[minutes.pk]),
        "text_url": reverse("reviews:minutes-text", args=[minutes.pk]),
        "state": version_state(meeting, signatures, is_last=is_last),
        "answers": [answer_line(voice, signatures) for voice in Voice],
        "silences": [silence_line(row, signatures) for row in minutes.silences.all()],
    }


def version_state(meeting: ScopingMeeting, signatures, *, is_last: bool) -> dict:
    """Signed, contested, awaited, or replaced by a later version."""
    if not is_last:
        return {"kind": "neutral", "label": _("Remplacée par une version plus récente")}
    if meeting.state == State.SIGNED:
        return {"kind": "signed", "label": _("Signée par les trois voix")}
    if meeting.state == State.HELD:
        return {"kind": "running", "label": _("La réunion est rouverte")}
    if any(row.answer == Signature.Answer.DISAGREED for row in signatures):
        return {"kind": "disagree", "label": _("Contestée")}
    return {"kind": "to_sign", "label": _("À signer")}


def answer_line(voice, signatures) -> dict:
    """What one voice answered to a version, who gave the answer, and when."""
    row = next((row for row in signatures if row.voice == voice), None)
    if row is None:
        return {"voice": voice.value, "name": "", "answer": _("N’a pas signé"), "remark": ""}
    return {
        "voice": voice.value,
        "name": row.signer,
        "answer": f"{row.get_answer_display()}, {typography.moment(row.signed_at)}",
        "remark": row.remark,
    }
