from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.keeping import writer_mark
from governance.pages import render_page
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Project
from reviews.actions.minutes import voice_seats
from reviews.actions.outcomes import finish_outcome
from reviews.actions.signing import sign_minutes
from reviews.delegates import signatory
from reviews.forms.meetings import AnswerForm, SignatureForm
from reviews.minutes import THE_VOICE
from reviews.minutes_diff import differences
from reviews.models import Arbitration, Minutes, Outcome, Signature
from reviews.pages import meetings as meeting_pages
from reviews.pages import minutes as minutes_pages
from reviews.permissions import (
    can_ask_report,
    can_finish_outcome,
    can_plan_meeting,
    can_sign_minutes,
)
from reviews.views.meetings import posted


def find_minutes(request, minutes_id) -> Minutes:
    """Minutes that this person may see, with their meeting."""
    rows = Minutes.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("meeting__project", "closed_by"), pk=minutes_id)


@require_safe
def minutes(request, minutes_id):
    """The frozen minutes and their signatures; a voice that is awaited signs here."""
    return show_minutes(request, find_minutes(request, minutes_id), SignatureForm())


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request, minutes_id):
    """Sign: agree, agree with a remark, or disagree with a reason."""
    minutes = find_minutes(request, minutes_id)
    require(can_sign_minutes(request.user, minutes))
    form, status = SignatureForm(posted(request)), 422
    if form.is_valid():
        try:
            signed = sign_minutes(minutes=minutes, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as too_late:
            return show_late(request, minutes, form, str(too_late))
        else:
            messages.success(request, signed_sentence(signed))
            return redirect("reviews:minutes", minutes.pk)
    if form.is_bound and not minutes_pages.is_awaited(minutes):
        return show_late(request, minutes, form, minutes_pages.late_sentence(minutes))
    return show_minutes(request, minutes, form, status=status if form.errors else 200)


def signed_sentence(signature: Signature) -> str:
    """What the signature did, and where the ball is now."""
    meeting = Minutes.objects.get(pk=signature.minutes_id).meeting
    if meeting.state == meeting.State.SIGNED:
        return _("Trois accords : le cadrage est signé, le dossier se prépare.")
    disagreed = signature.answer == Signature.Answer.DISAGREED
    if disagreed and Arbitration.objects.open().about(signature.minutes).exists():
        return _("Votre désaccord est noté. L’arbitrage déjà demandé continue.")
    if disagreed:
        return _("Votre désaccord est noté. La balle est au porteur du besoin.")
    if signature.on_behalf_of:
        told = {"name": signature.on_behalf_of.name}
        return _("Signé pour %(name)s. Il reste à entendre les autres voix.") % told
    return _("Signé. Il reste à entendre les autres voix.")


def show_late(request, minutes, form, sentence):
    """A 409: the version that was read is no longer to be signed; nothing typed is lost."""
    newer = minutes_pages.successor(minutes)
    may_sign = newer and minutes_pages.is_awaited(newer)
    typed = form.data.get("remark", "")
    late = {
        "sentence": sentence,
        "newer": newer,
        "changes": differences(minutes.content, newer.content) if newer else None,
        "may_sign": bool(may_sign and can_sign_minutes(request.user, newer))
        and not has_signed(request.user, newer),
        "remark": typed,
    }
    again = SignatureForm(initial={"answer": form.data.get("answer", ""), "remark": typed})
    return show_minutes(request, minutes, again, status=409, late=late)


def has_signed(user, minutes: Minutes) -> bool:
    """Whether the voice that this person answers for has already answered."""
    signs = signatory(user, minutes)
    return bool(signs) and minutes.signatures.filter(voice=signs.voice).exists()


def show_minutes(request, minutes, form, *, status=200, late=None):
    """The page of minutes; the form comes after the facts, for a voice that has not signed."""
    user, seats = request.user, list(voice_seats(minutes.project))
    signs = signatory(user, minutes)
    answered, awaited = has_signed(user, minutes), minutes_pages.is_awaited(minutes)
    may_sign = awaited and not answered and bool(can_sign_minutes(user, minutes))
    context = minutes_pages.minutes_context(minutes, seats, user, signs) | {
        "crumbs": minutes_pages.crumbs(minutes, user),
        "form": form,
        "may_sign": may_sign and not late,
        "has_signed": answered,
        "signs": signs,
        "voice_name": THE_VOICE[Voice(signs.voice)] if signs else "",
        "awaited": awaited,
        "ball": minutes_pages.open_ball(minutes, user),
        "may_reopen": awaited and bool(can_plan_meeting(user, minutes.meeting)),
        "may_read_project": Project.objects.visible_to(user).filter(pk=minutes.project.pk).exists(),
        "may_print": bool(can_ask_report(user, minutes.project)),
        "late": late,
        "draft_mark": writer_mark(user),
    }
    return render_page(
        request, "reviews/minutes.html", context, partial="signature-et-suite", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request, outcome_id):
    """An action or a question of a meeting: whoever it was given to answers here."""
    rows = Outcome.objects.visible_to(request.user).select_related(
        "item__meeting__project", "owner"
    )
    outcome = get_object_or_404(rows, pk=outcome_id)
    verdict = can_finish_outcome(request.user, outcome)
    form = AnswerForm(posted(request))
    if request.method == "POST":
        require(verdict)
    if form.is_valid():
        finish_outcome(outcome=outcome, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est noté au projet. La balle n’est plus chez vous."))
        return redirect("reviews:outcome", outcome.pk)
    context = {
        "outcome": outcome,
        "project": outcome.project,
        "crumbs": meeting_pages.crumbs(outcome.project, request.user, outcome.get_kind_display()),
        "form": form,
        "icon_name": meeting_pages.ICONS[outcome.kind],
        "voice": meeting_pages.side_on(outcome.project, outcome.owner) if outcome.owner else "",
        "may_finish": bool(verdict) and outcome.is_owed and outcome.done_at is None,
    }
    status = 422 if form.errors else 200
    return render_page(request, "reviews/outcome.html", context, partial="reponse", status=status)
