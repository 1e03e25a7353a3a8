"""The owner announces; the projects hit are shown, then told once; each bearer answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.models import FreezePeriod, JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import announced, collisions, impact
from projects.actions import announcements as verbs
from projects.actions.pathbook import Overtaken
from projects.models import AnnouncementReach, Move, SystemAnnouncement
from tests.factories import PersonFactory, member
from tests.factories_house import SystemFactory
from tests.projects.announcing import day, leaning_on

pytestmark = pytest.mark.django_db
Kind = SystemAnnouncement.Kind


@pytest.fixture
def crm():
    return SystemFactory(name="CRM", owned=True)


def said(kind="retirement", first=30, last=None, **more):
    """What the form of an announcement sends."""
    ends_on = day(last) if last else None
    words = {"kind": kind, "starts_on": day(first), "ends_on": ends_on, "text": "Tout change."}
    return {"replaced_by": None, **words, **more}


def announce(system, by=None, **facts):
    """Announced to the projects that would be shown."""
    facts = said(**facts)
    leans = impact.hit_by(system, facts["kind"], facts["starts_on"], facts["ends_on"])
    stamp = impact.stamp_of(leans)
    return verbs.announce(system=system, stamp=stamp, by=by or system.owner, **facts)


def test_retirement_hits_all_that_lean_those_in_service_too(crm):
    mine, live, gone = (
        leaning_on(crm),
        leaning_on(crm, launch=-90, live=True),
        leaning_on(crm, state="cancelled"),
    )

    hit = impact.hit_by(crm, Kind.RETIREMENT, day(30), None)

    assert {lean.project for lean in hit} == {mine, live}
    assert gone not in {lean.project for lean in impact.leaning_on(crm)}


@pytest.mark.parametrize(
    ("launch", "first", "last", "hit"),
    [(60, 58, 62, True), (60, 30, 47, True), (60, 5, 20, False), (60, 61, 70, False)],
)
def test_freeze_hits_whoever_works_on_these_days(crm, launch, first, last, hit):
    leaning_on(crm, launch=launch)

    assert bool(impact.hit_by(crm, Kind.FREEZE, day(first), day(last))) is hit


def test_freeze_leaves_those_in_service_alone(crm):
    leaning_on(crm, launch=0, live=True)

    assert impact.hit_by(crm, Kind.FREEZE, day(-5), day(5)) == []


def test_change_that_is_over_before_a_project_begins_does_not_hit_it(crm):
    leaning_on(crm, launch=200)

    assert impact.hit_by(crm, Kind.CHANGE, day(1), day(20)) == []
    assert len(impact.hit_by(crm, Kind.CHANGE, day(1), None)) == 1


def test_announcing_a_retirement_tells_each_bearer_once(crm):
    heir = SystemFactory(name="CRM-NEUF")
    projects = [leaning_on(crm), leaning_on(crm)]

    made = announce(crm, replaced_by=heir)

    crm.refresh_from_db()
    assert (crm.retires_on, crm.replaced_by, crm.by_hand) == (day(30), heir, True)
    bearers = {member(project, Role.BEARER) for project in projects}
    moves = Move.objects.open().filter(kind=Move.Kind.ANSWER_ANNOUNCEMENT)
    assert {move.person for move in moves} == bearers
    assert {notice.recipient for notice in Notice.objects.all()} == bearers
    assert Notice.objects.count() == made.reaches.count() == 2
    told = JournalEntry.objects.filter(verb="announcement.reached").values_list("thread", flat=True)
    assert set(told) == {project.key for project in projects}
    entry = JournalEntry.objects.get(verb="announcement.made")
    assert (entry.thread, set(entry.facts["projects"])) == (
        crm.thread,
        {project.key for project in projects},
    )


def test_double_submit_is_harmless(crm):
    leaning_on(crm)

    made = announce(crm, kind="freeze", first=50, last=70)

    assert announce(crm, kind="freeze", first=50, last=70) == made
    counts = (SystemAnnouncement, AnnouncementReach, FreezePeriod, Notice)
    assert [model.objects.count() for model in counts] == [1, 1, 1, 1]


def test_project_that_came_after_the_page_is_shown_before_anything_is_told(crm):
    stamp = impact.stamp_of(impact.leaning_on(crm))
    leaning_on(crm)

    with pytest.raises(Overtaken):
        verbs.announce(system=crm, stamp=stamp, by=crm.owner, **said())

    assert not SystemAnnouncement.objects.exists()


def test_freeze_that_is_announced_stands_in_the_calendar(crm):
    project = leaning_on(crm)

    made = announce(crm, kind="freeze", first=50, last=70)

    freeze = FreezePeriod.objects.get()
    assert (made.freeze, freeze.system, freeze.ends_on) == (freeze, crm, day(70))
    _found, freezes = collisions.met_by(PersonFactory(), project, ["CRM"])
    assert [row.pk for row in freezes] == [freeze.pk]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"first": -1}, "starts_on"),
        ({"kind": "change", "first": 9, "last": 3}, "ends_on"),
        ({"kind": "freeze"}, "ends_on"),
        ({"text": " \u200b "}, "text"),
    ],
)
def test_announcement_that_says_too_little_is_refused(crm, facts, field):
    with pytest.raises(Incomplete) as refusal:
        announce(crm, **facts)

    assert list(refusal.value.problems) == [field]


def test_heir_goes_with_a_retirement_and_never_in_a_circle(crm):
    heir = SystemFactory(replaced_by=crm)

    with pytest.raises(Incomplete) as refusal:
        announce(crm, replaced_by=heir)
    assert "tournent en rond" in refusal.value.problems["replaced_by"]
    with pytest.raises(Incomplete):
        announce(crm, kind="change", replaced_by=SystemFactory())


def test_only_keepers_announce(crm):
    with pytest.raises(PermissionDenied):
        announce(crm, by=PersonFactory())


def test_bearer_answers_once_and_the_owner_is_told(crm):
    project = leaning_on(crm)
    reach = announce(crm).reaches.get()
    bearer = member(project, Role.BEARER)

    with pytest.raises(PermissionDenied):
        verbs.answer_announcement(reach=reach, word="Non", by=member(project, Role.IT))
    with pytest.raises(Incomplete):
        verbs.answer_announcement(reach=reach, word=" ", by=bearer)
    verbs.answer_announcement(reach=reach, word="Nous passons au nouveau.", by=bearer)
    with pytest.raises(WrongState):
        verbs.answer_announcement(reach=reach, word="Encore", by=bearer)

    reach.refresh_from_db()
    assert (reach.word, reach.answered_by) == ("Nous passons au nouveau.", bearer)
    assert not Move.objects.open().about(reach).exists()
    assert Notice.objects.get(recipient=crm.owner).body == (
        f"{bearer.name} : « Nous passons au nouveau. »"
    )


@pytest.mark.parametrize("kind", ["retirement", "freeze", "change"])
def test_withdrawing_undoes_closes_and_tells(crm, kind):
    project = leaning_on(crm)
    made = announce(crm, kind=kind, first=50, last=70)
    reach = made.reaches.get()

    with pytest.raises(Incomplete):
        verbs.withdraw_announcement(announcement=made, reason=" ", by=crm.owner)
    verbs.withdraw_announcement(announcement=made, reason="Le projet est reporté", by=crm.owner)
    with pytest.raises(WrongState):
        verbs.withdraw_announcement(announcement=made, reason="Encore", by=crm.owner)

    crm.refresh_from_db()
    assert (crm.retires_on, FreezePeriod.objects.count()) == (None, 0)
    assert Move.objects.about(reach).get().outcome == "withdrawn"
    bearer = member(project, Role.BEARER)
    last = Notice.objects.filter(recipient=bearer).order_by("pk").last()
    assert "Le projet est reporté" in last.body
    assert announced.reaches_of(project) == []
    with pytest.raises(WrongState):
        verbs.answer_announcement(reach=reach, word="Trop tard", by=bearer)


def test_withdrawing_keeps_an_end_that_the_owner_changed_since(crm):
    made = announce(crm)
    type(crm).objects.filter(pk=crm.pk).update(retires_on=day(300))

    verbs.withdraw_announcement(announcement=made, reason="Autre date", by=crm.owner)

    crm.refresh_from_db()
    assert crm.retires_on == day(300)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "retirement"}, "CRM s’arrête le"),
        ({"kind": "freeze", "last": 30}, "CRM n’accepte aucune mise en ligne le"),
        ({"kind": "freeze", "last": 32}, "CRM n’accepte aucune mise en ligne du"),
        ({"kind": "change"}, "CRM change le"),
        ({"kind": "change", "last": 32}, "CRM change du"),
    ],
)
def test_announcement_in_one_sentence(crm, facts, words):
    assert announced.sentence_of(announce(crm, **facts)).startswith(words)


def test_signal_is_grave_near_and_rests_once_answered(client, crm):
    project = leaning_on(crm)
    reach = announce(crm).reaches.get()
    bearer = member(project, Role.BEARER)
    client.force_login(bearer)

    (signal,) = client.get(project.get_absolute_url()).context["announced"]
    assert (signal["level"], signal["url"]) == (
        "grave",
        reverse("projects:announcement-answer", args=[reach.pk]),
    )
    verbs.answer_announcement(reach=reach, word="Nous passons au nouveau.", by=bearer)
    (signal,) = client.get(project.get_absolute_url()).context["announced"]

    assert (signal["level"], "Nous passons" in signal["cause"]) == ("note", True)


def test_what_a_fiche_says_is_a_signal_even_unannounced(client, crm):
    project = leaning_on(crm)
    type(crm).objects.filter(pk=crm.pk).update(retires_on=day(90))
    client.force_login(member(project, Role.VENDOR))

    page = client.get(project.get_absolute_url())

    (signal,) = page.context["announced"]
    assert (signal["level"], signal["url"]) == ("watch", "")
    assert "CRM : s’arrête le" in page.content.decode().replace("\xa0", " ")


def test_signal_goes_when_the_project_no_longer_leans(client, crm):
    project = leaning_on(crm)
    announce(crm)
    project.dependencies.update(state="replaced")
    client.force_login(member(project, Role.BEARER))

    assert client.get(project.get_absolute_url()).context["announced"] == []


def test_change_that_is_over_is_told_no_more(crm):
    project = leaning_on(crm)
    made = announce(crm, kind="change", first=1)
    SystemAnnouncement.objects.filter(pk=made.pk).update(starts_on=day(-2))

    assert announced.reaches_of(project) == []
