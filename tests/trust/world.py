"""A project where everything exists, and a person for every way of standing before it."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.delivery import WAY_OUT
from governance.models import CalendarFeed
from governance.roles import Role
from projects.dependency_links import link_to_answer
from reviews import slot_links
from reviews.criteria import criterion_key
from reviews.decision_links import decision_ticket
from tests import factories as make
from tests import factories_gates as gates
from tests import factories_meetings as around
from tests import factories_reviews as table

PARTS = (Role.BEARER, Role.VENDOR, Role.IT, Role.CONTRIBUTOR, Role.OBSERVER)


class World:
    """The project, its things by the names that routes give them, and its people."""

    def __init__(self):
        self.project = make.ProjectFactory(staffed=True, state="scoped")
        self.people = {role: make.member(self.project, role) for role in PARTS}
        dependency = make.DependencyFactory(project=self.project)
        self.people[Role.OWNER] = dependency.system.owner
        for role in (Role.MANAGER, Role.STEWARD, Role.EMPLOYEE, Role.GUEST):
            self.people[role] = make.member(self.project, role)
        subject = make.ProjectTopicFactory(project=self.project)
        self.things = {
            "key": self.project.key,
            "dependency_id": dependency.pk,
            "earlier_id": make.DependencyFactory(system=dependency.system).pk,
            "dependency_ticket": link_to_answer(dependency.system.owner, dependency).split("/")[-2],
            "system_id": dependency.system_id,
            "project_id": self.project.pk,
            "view_id": make.SavedViewFactory(owner=self.person(Role.BEARER)).pk,
            "form": "csv",
            "import_id": make.CatalogueImportFactory().pk,
            "token_id": make.ApiTokenFactory().pk,
            "subject_id": subject.pk,
            "document_id": make.DocumentFactory(project=self.project).pk,
            "draft_id": make.RegistrationDraftFactory(author=self.person(Role.BEARER)).pk,
            "absence_id": make.AbsenceFactory(person=self.person(Role.BEARER)).pk,
            "notice_id": make.NoticeFactory(recipient=self.person(Role.BEARER)).pk,
            "token": self.invitation(),
            "change_id": self.asked_level(),
            "ref": make.GroundRuleFactory(topic=subject.topic).ref,
            "noun": "natures",
            "topic_id": subject.topic_id,
            "sort": "faits",
            "row_id": make.FactFactory(topic=subject.topic).pk,
            "person_id": self.person(Role.VENDOR).pk,
            "session_id": make.GuestSessionFactory(person=self.person(Role.VENDOR)).pk,
            "part_id": self.project.kind_id,
            "waiver_id": make.RuleWaiverFactory(
                subject=subject, asked_by=self.person(Role.VENDOR)
            ).pk,
            "name": "20260101-000000-000000-00000000.eml",
            "rung_id": make.ReminderRungFactory().pk,
            "channel_id": make.ChatChannelFactory(url="https://127.0.0.1/hooks/abc").pk,
            "move_id": make.MoveFactory(
                project=self.project, person=dependency.system.owner, side="owner", kind="go_live"
            ).pk,
            "team_slug": dependency.system.owner.team.slug,
            "ball_id": self.ball_of_team(closed=True).pk,
            "held_id": self.ball_of_team(person=self.person(Role.IT), kind="act").pk,
            "sealed": WAY_OUT.sign_object(self.person(Role.BEARER).pk),
        }
        self.keep_system(dependency.system)
        self.answer_of_vendor()
        self.talk(subject)
        self.hold_meeting()
        self.open_gate(subject)
        self.ask_outsider()
        self.print_for_committee()
        make.LaterCheckFactory(project=self.project)

    def keep_system(self, system):
        """The system that the project leans on offers an interface, freezes, and stops one day."""
        made = make.SystemAnnouncementFactory(system=system, announced_by=system.owner)
        other = make.ProjectFactory()
        self.things |= {
            "system_id": system.pk,
            "interface_id": make.SystemInterfaceFactory(system=system).pk,
            "freeze_id": make.FreezePeriodFactory(system=system).pk,
            "announcement_id": made.pk,
            "reach_id": make.AnnouncementReachFactory(announcement=made, project=self.project).pk,
            "other_key": other.key,
        }

    def ball_of_team(self, person=None, **facts):
        """A ball of the team of IT, taken or not."""
        team = self.person(Role.IT).team
        return make.MoveFactory(project=self.project, side="it", team=team, person=person, **facts)

    def person(self, role):
        return self.people[role]

    def seat(self, part):
        return self.project.seats.get(part=part, left_at=None)

    def talk(self, subject):
        vendor, elsewhere = self.person(Role.VENDOR), make.ProjectTopicFactory(topic=subject.topic)
        choice = make.TechnicalChoiceFactory(submitted=True, subject=elsewhere)
        make.InternalNoteFactory(subject=subject, written_by=self.person(Role.IT))
        self.things |= {
            "message_id": make.TopicMessageFactory(subject=subject, written_by=vendor).pk,
            "opinion_id": make.QuickOpinionFactory(subject=subject, asked_by=vendor).pk,
            "known_id": make.KnownChoiceFactory(source=choice).pk,
            "choice_id": choice.pk,
        }

    def answer_of_vendor(self):
        guest, fact = self.person(Role.VENDOR), make.FactFactory(slug="support_hours")
        answer = make.VendorAnswerFactory(vendor=guest.vendor, fact=fact, answered_by=guest)
        self.things |= {"vendor_id": guest.vendor_id, "answer_id": answer.pk}

    def invitation(self) -> str:
        invitation = make.InvitationFactory(seat=self.seat("vendor"))
        return invitation.get_absolute_url().split("/")[2]

    def asked_level(self) -> int:
        """The IT referent asks for a lighter path; the bearer must answer."""
        change = make.LevelChangeFactory(
            project=self.project, wanted="express", asked_by=self.person(Role.IT)
        )
        make.MoveFactory(
            project=self.project,
            kind="agree_level",
            person=self.person(Role.BEARER),
            subject_label=change._meta.label_lower,
            subject_id=change.pk,
        )
        return change.pk

    def hold_meeting(self):
        meeting = table.ScopingMeetingFactory(project=self.project, held=True)
        item = table.AgendaItemFactory(meeting=meeting)
        closed = table.ScopingMeetingFactory(project=self.project, closed=True)
        owed = table.OutcomeFactory(item=item, action=True, owner=self.person(Role.VENDOR))
        self.things |= {
            "meeting_id": meeting.pk,
            "item_id": item.pk,
            "minutes_id": table.MinutesFactory(meeting=closed).pk,
            "other_id": table.MinutesFactory(
                meeting=table.ScopingMeetingFactory(project=self.project, closed=True)
            ).pk,
            "outcome_id": owed.pk,
        }
        self.ask_arbiters()
        self.offer_dates()

    def offer_dates(self):
        """Another meeting waits for its date; the vendor has a link to answer, and an agenda."""
        meeting = table.ScopingMeetingFactory(project=self.project)
        slot = around.SlotFactory(meeting=meeting, proposed_by=self.person(Role.BEARER))
        self.things |= {
            "slot_id": slot.pk,
            "slot_link": slot_links.sign(meeting, self.seat("vendor")),
            "secret": CalendarFeed.open_for(self.person(Role.VENDOR)),
        }

    def ask_arbiters(self):
        """The bearer and the IT referent do not agree; the manager is one of the arbiters."""
        asked = around.ArbitrationFactory(
            project=self.project,
            sponsor=self.person(Role.MANAGER),
            opened_by=self.person(Role.BEARER),
        )
        for side in (Role.BEARER, Role.IT):
            around.ArbitrationPositionFactory(
                arbitration=asked, side=side, holder=self.person(side)
            )
        self.things["arbitration_id"] = asked.pk

    def ask_outsider(self):
        """Somebody who holds no seat anywhere is asked to the meeting, which shares a document."""
        meeting = self.project.meetings.get(pk=self.things["meeting_id"])
        document = self.project.documents.get(pk=self.things["document_id"])
        around.SharedDocumentFactory(meeting=meeting, document=document)
        guest = around.MeetingGuestFactory(meeting=meeting, invited_by=self.person(Role.BEARER))
        self.outsider = guest.person
        self.things |= {"guest_id": guest.pk, "link": guest.link}

    def open_gate(self, subject):
        milestone = make.MilestoneFactory(project=self.project, gate=True)
        gate = table.GateFactory(project=self.project, milestone=milestone, state="submitted")
        gate.topics.add(subject.topic)
        table.RoundFactory(gate=gate, submitted_by=self.person(Role.VENDOR))
        decision = table.DecisionFactory(
            reserved=True,
            round=table.RoundFactory(gate=gate, submitted_by=self.person(Role.VENDOR)),
            decided_by=self.person(Role.IT),
        )
        finding = table.FindingFactory(
            decision=decision, owner=self.person(Role.VENDOR), proven=True
        )
        table.RoundFactory(gate=gate, submitted_by=self.person(Role.VENDOR))
        asked = gates.InformationRequestFactory(
            gate=gate,
            round=table.RoundFactory(gate=gate, submitted_by=self.person(Role.VENDOR)),
            person=self.person(Role.VENDOR),
            asked_by=self.person(Role.IT),
        )
        report = table.ReportFactory(project=self.project, produced_at=timezone.now())
        report.accessible.save("test.pdf", ContentFile(b"%PDF-1.7"))
        self.things |= {
            "gate_id": gate.pk,
            "criterion_key": criterion_key(gate.criteria[0]),
            "map_id": gates.GateMapFactory(gate=gate, joined_by=self.person(Role.BEARER)).pk,
            "ticket": decision_ticket(person=self.person(Role.IT), round=asked.round),
            "information_id": asked.pk,
            "finding_id": finding.pk,
            "decision_id": decision.pk,
            "renewal_id": gates.RenewalFactory(gate=gate, owner=self.person(Role.VENDOR)).pk,
            "report_id": report.pk,
            "code": report.code,
        }

    def print_for_committee(self):
        """An employee had the portfolio printed, and its documents gathered."""
        asked_by = self.person(Role.EMPLOYEE)
        report = table.CommitteeReportFactory(asked_by=asked_by, produced_at=timezone.now())
        report.content["projects"] = [{"key": self.project.key, "title": self.project.title}]
        report.accessible.save("committee.pdf", ContentFile(b"%PDF-1.7"))
        bundle = table.CommitteeBundleFactory(committee=report, produced_at=timezone.now())
        bundle.file.save("test.zip", ContentFile(b"PK"))
        self.things |= {"bundle_id": bundle.pk, "committee_id": report.pk}

    def arguments(self, name: str, parameters) -> dict:
        """The arguments of a route; a seat is the one that the route is about."""
        seats = {"projects:seat": "vendor", "projects:seat-departure": "vendor"}
        own = {"link": self.things["slot_link"]} if name == "reviews:slot-link" else {}
        if name == "projects:dependency-link":
            own = {"ticket": self.things["dependency_ticket"]}
        if name == "reviews:committee-bundle-request":
            own = {"report_id": self.things["committee_id"]}
        own |= {"seat_id": self.seat(seats.get(name, "it")).pk}
        own |= {"uidb36": "1", "key": "set-password"} if name.startswith("account_") else {}
        return {
            parameter: own.get(parameter, self.things.get(parameter)) for parameter in parameters
        }


def stand_elsewhere(role):
    """A person who holds this seat on another project, and nothing here."""
    other = make.ProjectFactory(staffed=True, launch_on=timezone.localdate() + timedelta(days=60))
    return make.member(other, role)
