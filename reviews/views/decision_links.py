from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.pages import render_page
from governance.verdicts import refused, require
from reviews.decision_links import read_ticket
from reviews.models import Gate, Round
from reviews.views.gates import find_gate


@require_safe
def decision_link(request, ticket):
    """The link of a notice: to the decision page of its round, or why it leads there no more."""
    read = read_ticket(ticket)
    if read is None:
        sentence = _(
            "Ce lien a plus de trois jours : retrouvez la décision dans « À moi de jouer »."
        )
        return sentence_page(request, sentence)
    if read["person"] != request.user.pk:
        require(refused(_("Ce lien a été envoyé à une autre personne.")))
    opened = Round.objects.filter(pk=read["round"]).first()
    if opened is None:
        raise Http404
    gate = find_gate(request, opened.gate_id)
    last = gate.rounds.order_by("-number").first()
    if opened.withdrawn_at or last.pk != opened.pk:
        sentence = _("Le passage %(n)s n’est plus celui qui se décide.") % {"n": opened.number}
        return sentence_page(request, sentence, gate)
    if gate.state != Gate.State.SUBMITTED:
        sentence = _("Ce point de validation n’attend plus de décision.")
        return sentence_page(request, sentence, gate)
    return redirect("reviews:decision", gate.pk)


def sentence_page(request, sentence: str, gate=None):
    """One sentence, and where to go from there."""
    context = {"sentence": sentence, "gate": gate}
    template = "reviews/decision_link.html"
    return render_page(request, template, context, partial="link", status=410)
