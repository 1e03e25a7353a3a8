"""The reminders as the stewards keep them: the ladder, what it sends, what nobody knows."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.models import Notice, ReminderRung
from governance.models.jobs import MAX_ATTEMPTS
from governance.models.journal import fingerprint
from governance.pages import render_page
from governance.permissions import can_keep_cadence
from governance.verdicts import Incomplete, require
from projects.actions.pathbook import Overtaken
from projects.views.steward_parts import number
from reviews.actions import cadence as verbs
from reviews.actions.reminders import policy
from reviews.forms.cadence import RungForm
from reviews.words.cadence import preview_sentence, when_words

DAYS_SHOWN, MOST_SHOWN = 30, 50
BESIDE = ("csrfmiddlewaretoken", "action", "seen", "previewed")


@require_safe
def cadence(request):
    """The ladder, what it would send tomorrow, and the messages whose fate is not known."""
    require(can_keep_cadence(request.user))
    recent = Notice.objects.filter(created_at__gte=timezone.now() - timedelta(days=DAYS_SHOWN))
    recent = recent.select_related("recipient").order_by("-created_at", "-pk")
    stuck = Q(held_back="refused") | Q(done_at=None, attempts__gte=MAX_ATTEMPTS)
    context = {
        "rungs": [(row, when_words(row.days)) for row in ReminderRung.objects.all()],
        "preview": preview_sentence(verbs.tomorrow(policy())),
        "uncertain": recent.uncertain()[:MOST_SHOWN],
        "unsent": recent.filter(stuck)[:MOST_SHOWN],
        "days": DAYS_SHOWN,
    }
    return render_page(request, "reviews/cadence.html", context, partial="echelle")


@require_http_methods(["GET", "POST"])
def rung_add(request):
    """A new rung of the ladder."""
    require(can_keep_cadence(request.user))
    return edit(request, ReminderRung())


@require_http_methods(["GET", "POST"])
def rung(request, rung_id):
    """One rung: when it leaves, to whom, and what it would send."""
    require(can_keep_cadence(request.user))
    return edit(request, get_object_or_404(ReminderRung, pk=rung_id))


def edit(request, row: ReminderRung):
    """Filled, then looked at on the open balls, then saved."""
    title = str(row) if row.pk else _("Nouvelle relance")
    posted = request.POST if request.method == "POST" else None
    form = RungForm(posted, instance=row)
    context = {"form": form, "title": title, "seen": verbs.last_change()}
    if posted is None:
        return page(request, context)
    if number(posted.get("seen")) != context["seen"]:
        form.is_valid()
        return conflict(request, context)
    if not form.is_valid():
        return page(request, context, status=422)
    stamp = stamp_of(posted)
    if posted.get("action") != "save" or posted.get("previewed") != stamp:
        preview = preview_sentence(verbs.tomorrow(verbs.with_rung(form.instance)))
        return page(request, context | {"preview": preview, "stamp": stamp})
    return save(request, form, context)


def save(request, form: RungForm, context: dict):
    """Keep the rung; somebody who saved meanwhile is told, a ladder without sense refused."""
    seen, what = context["seen"], str(form.instance)
    try:
        row = verbs.keep_rung(write=form.save, seen=seen, what=what, by=request.user)
    except Overtaken:
        return conflict(request, context | {"seen": verbs.last_change()})
    except Incomplete as error:
        for field, sentence in error.problems.items():
            form.add_error(field, sentence)
        return page(request, context, status=422)
    messages.success(request, _("Enregistré : « %(name)s ».") % {"name": row})
    return redirect("reviews:cadence")


def conflict(request, context: dict):
    """Who changed the ladder meanwhile; what was typed stays on the page."""
    others = verbs.changes_since(number(request.POST.get("seen")))
    return page(request, context | {"others": others}, status=409)


def page(request, context: dict, status: int = 200):
    """The page of a rung."""
    found = {"others": None, "preview": "", "stamp": ""} | context
    return render_page(request, "reviews/rung.html", found, partial="degre", status=status)


def stamp_of(posted) -> str:
    """What was typed, in short: two same stamps are two same forms."""
    return fingerprint(
        {name: values for name, values in sorted(posted.lists()) if name not in BESIDE}
    )
