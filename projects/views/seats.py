from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.roles import Voice
from governance.verdicts import Incomplete, require
from projects.actions import seats
from projects.forms.seats import SeatHandoverForm, VendorInvitationForm
from projects.models import Project, Seat
from projects.permissions import (
    can_end_seat,
    can_hand_over_seat,
    can_invite_vendor,
    can_take_seat,
)


@require_POST
def seat(request, seat_id):
    """Take the seat that was offered."""
    place = seat_of(request, seat_id)
    require(can_take_seat(request.user, place))
    seats.take_seat(seat=place, by=request.user)
    messages.success(request, taken_sentence(place))
    return redirect(place.project)


@require_http_methods(["GET", "POST"])
def seat_handover(request, seat_id):
    """Hand an IT seat to a colleague."""
    place = seat_of(request, seat_id)
    require(can_hand_over_seat(request.user, place))
    form = SeatHandoverForm(request.POST or None, seat=place)
    if form.is_valid():
        try:
            seats.hand_over_seat(seat=place, to=form.cleaned_data["to"], by=request.user)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            facts = {"name": form.cleaned_data["to"].name}
            messages.success(request, _("Siège confié. La balle est chez %(name)s.") % facts)
            return redirect(place.project)
    context = {"seat": place, "project": place.project, "form": form}
    return answer(request, "projects/seat_handover.html", context, form)


@require_http_methods(["GET", "POST"])
def seat_departure(request, seat_id):
    """Close a guest's access to a project, after saying what it does."""
    place = seat_of(request, seat_id)
    require(can_end_seat(request.user, place))
    if request.method == "POST":
        seats.end_seat(seat=place, by=request.user)
        facts = {"name": place.person.name}
        mine = _("L’accès de %(name)s est fermé. À vous de trouver un prestataire.")
        told = _("L’accès de %(name)s à ce projet est fermé. Son porteur cherche un prestataire.")
        messages.success(request, (told if request.user.is_steward else mine) % facts)
        return redirect(place.project)
    context = {"seat": place, "project": place.project}
    return render(request, "projects/seat_departure.html", context)


@require_http_methods(["GET", "POST"])
def vendor_invitation(request, key):
    """Offer the vendor's seat of a project to a person."""
    project = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("vendor"), key=key
    )
    require(can_invite_vendor(request.user, project))
    current = project.seats.current().filter(part=Voice.VENDOR).select_related("person").first()
    form = VendorInvitationForm(request.POST or None, initial=known_so_far(project, current))
    if form.is_valid():
        try:
            place = seats.invite_vendor(project=project, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            facts = {"email": place.person.email}
            messages.success(
                request,
                _("Invitation envoyée à %(email)s. La balle est chez cette personne.") % facts,
            )
            return redirect(project)
    context = {"project": project, "form": form, "current": current}
    context["departure"] = departure_of(request.user, current)
    return answer(request, "projects/seat_invitation.html", context, form)


def seat_of(request, seat_id):
    """A seat that nobody left, on a project that the person may see."""
    places = Seat.objects.visible_to(request.user).current()
    return get_object_or_404(places.select_related("project", "person"), pk=seat_id)


def departure_of(user, current) -> str:
    """Where this person may close the access of whoever holds the seat."""
    if current is None or not can_end_seat(user, current):
        return ""
    return reverse("projects:seat-departure", args=[current.pk])


def known_so_far(project, current) -> dict:
    """What the form can say by itself: the company, and who was invited already."""
    known = {"vendor_name": project.vendor.name if project.vendor else ""}
    if current and not current.taken_at:
        known |= {"email": current.person.email, "name": current.person.name}
    return known


def taken_sentence(place) -> str:
    """The effect of taking a seat, and where the ball is now."""
    mine = place.project.moves.open().filter(person=place.person).count()
    if not mine:
        return _("Vous avez pris votre siège. Rien à jouer pour l’instant.")
    if mine == 1:
        return _("Vous avez pris votre siège. Une balle est chez vous.")
    return _("Vous avez pris votre siège. %(count)s balles sont chez vous.") % {"count": mine}


def answer(request, template, context, form) -> HttpResponseRedirect:
    """The page of a form, 422 when something must be answered again."""
    status = 422 if form.errors else 200
    return render_page(request, template, context, partial="formulaire", status=status)
