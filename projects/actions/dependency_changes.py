"""A dependency that changes after it was declared: corrected, given to another system, withdrawn."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects import afterwards, portfolio
from projects.actions.dependencies import ask_owner, check_interface, declare_dependency
from projects.dependency_words import changes, differences, in_order, sentence, weighs
from projects.mapping import SETTLED
from projects.models import Dependency, Move

State = Dependency.State
CONFIRM = Move.Kind.CONFIRM_DEPENDENCY


@transaction.atomic
def edit_dependency(*, dependency: Dependency, facts: dict, version: int, by) -> Dependency:
    """The project says otherwise what it needs; what an owner had answered is asked again.

    A change that the answer did not rest on (a volume, a later milestone) leaves it as it is.
    """
    row = _taken(dependency, version)
    if "categories" in facts:
        facts = {**facts, "categories": in_order(facts["categories"])}
    check_interface(row.system, facts.get("interface"))
    changed = changes(row, facts)
    if not changed:
        return row
    told, weighty = differences(row, changed), weighs(row, changed)
    row.rewrite(changed | ({"reused_from": None} if weighty else {}))
    journal.record(row, "dependency.changed", by=by, thread=row.project.key, changes=told)
    if row.state in SETTLED and not weighty:
        _tell_owner(row, told, by=by)
    else:
        _ask(row, sentence(told), by=by)
    afterwards.follow(afterwards.DEPENDENCY_CHANGED, row, by=by)
    portfolio.refresh(row.project)
    return row


@transaction.atomic
def replace_dependency(
    *, dependency: Dependency, system, word: str, version: int, by
) -> Dependency:
    """Another system takes the place: the old row stays in the history and says which one."""
    row = _taken(dependency, version)
    if system.pk == row.system_id:
        raise Incomplete(system=_("C’est déjà ce système : choisissez celui qui le remplace."))
    word = _said(word, _("Dites en une phrase pourquoi le projet change de système."))
    heir = _heir(row, system, by=by)
    row.leave(by=by, word=word, heir=heir)
    _closed(row, outcome="replaced", by=by)
    return heir


@transaction.atomic
def withdraw_dependency(*, dependency: Dependency, word: str, version: int, by) -> Dependency:
    """The project leans on it no more; its owner owes nothing and is told."""
    row = _taken(dependency, version)
    word = _said(word, _("Dites en une phrase pourquoi le projet n’en a plus besoin."))
    row.leave(by=by, word=word)
    _closed(row, outcome="withdrawn", by=by)
    return row


def _taken(dependency: Dependency, version: int) -> Dependency:
    """The row as it stands now, held until the end of the verb; later than what was read: no."""
    journal.lock_chain()
    rows = Dependency.objects.select_for_update(of=("self",))
    related = ("project", "system__owner", "system__owner_team", "needed_by", "interface")
    row = rows.select_related(*related).get(pk=dependency.pk)
    if row.project.is_over:
        raise WrongState(_("Ce projet est arrêté : ses dépendances ne changent plus."))
    if row.state == State.REPLACED:
        raise WrongState(_("Cette dépendance a été retirée ou remplacée entre-temps."))
    if row.version != version:
        raise WrongState(_("Cette dépendance a changé depuis que vous avez ouvert la page."))
    return row


def _said(word: str, problem: str) -> str:
    word = visible(word)
    if not word:
        raise Incomplete(word=problem)
    return word


def _ask(row: Dependency, told: str, *, by) -> None:
    """The ball returns to the owner, with what changed; nobody is left with the one before."""
    if row.state != State.TO_CONFIRM:
        row.unsettle(by=by, word=_("Ce qui change : %(changes)s") % {"changes": told})
        Move.close_for(row, CONFIRM, outcome="changed")
    ask_owner(row, detail=_("Ce qui change : %(changes)s") % {"changes": told})


def _heir(row: Dependency, system, *, by) -> Dependency:
    """The dependency that takes over: one that stands already, with more to carry, or a new one."""
    rows = row.project.dependencies.standing().filter(system=system, nature=row.nature)
    if heir := rows.first():
        carried = {"categories": [*heir.categories, *row.categories]}
        return edit_dependency(dependency=heir, facts=carried, version=heir.version, by=by)
    kept = ("direction", "data", "categories", "volume", "environment", "needed_by")
    return declare_dependency(
        project=row.project,
        system=system,
        nature=row.nature,
        by=by,
        **{name: getattr(row, name) for name in kept},
    )


def _closed(row: Dependency, *, outcome: str, by) -> None:
    Move.close_for(row, CONFIRM, outcome=outcome)
    owner = row.system.owner
    if owner and owner.is_active and owner != by:
        facts = {"project": row.project.title, "system": row.system, "why": row.word, "who": by}
        subject = _("« %(project)s » n’a plus besoin de %(system)s") % facts
        body = _("%(who)s le dit ainsi : %(why)s. Vous n’avez rien à faire.") % facts
        _post(row, owner, subject, body)
    afterwards.follow(afterwards.DEPENDENCY_LEFT, row, by=by)
    portfolio.refresh(row.project)


def _tell_owner(row: Dependency, told: list[dict], *, by) -> None:
    """A change that leaves the answer as it is: the owner reads it, and owes nothing."""
    owner = row.system.owner
    if owner and owner.is_active and owner != by:
        facts = {"project": row.project.title, "system": row.system, "told": sentence(told)}
        subject = _("« %(project)s » et %(system)s : un détail change") % facts
        body = _("Votre accord tient. Ce qui change : %(told)s. Vous n’avez rien à faire.") % facts
        _post(row, owner, subject, body)


def _post(row: Dependency, owner, subject: str, body: str) -> None:
    path = reverse("projects:dependency", args=[row.pk])
    key = f"dependency:{row.pk}:told:{row.version}"
    Notice.post(owner, key=key, subject=subject, body=body, action=_("Voir"), path=path)
