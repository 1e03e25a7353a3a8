"""The registration wizard: what a draft holds, which step is missing, what it would become."""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Closure, Person
from projects.actions.registration import Registration
from projects.forms.registration import NeedForm, PeopleForm, ProfileForm
from projects.models import RegistrationDraft
from projects.reference import Reference, load_freezes, load_reference_data
from projects.referents import Candidate, propose_referents
from projects.registration import Path, compute_path

STEPS = {
    "need": _("Besoin"),
    "profile": _("Profil"),
    "people": _("Personnes"),
    "path": _("Chemin"),
}
AGAIN = "revoir"


class Progress:
    """How far a draft is: its steps as forms, its path, the people who could come."""

    def __init__(self, draft: RegistrationDraft, user: Person):
        self.draft, self.user = draft, user

    @cached_property
    def need(self) -> NeedForm:
        return NeedForm(self.draft.data, user=self.user)

    @cached_property
    def profile(self) -> ProfileForm:
        return ProfileForm(self.draft.data)

    @cached_property
    def people(self) -> PeopleForm:
        return PeopleForm(self.draft.data, candidates=self.candidates)

    @cached_property
    def reference(self) -> Reference:
        return load_reference_data()

    @cached_property
    def path(self) -> Path:
        """The path of the answers kept in the draft."""
        return self.path_for(self.answers)

    @property
    def answers(self) -> dict[str, str]:
        return self.profile.answers(self.draft.data)

    def path_for(self, answers: dict[str, str]) -> Path:
        """The path these answers would give; the need must be valid."""
        need, today = self.need.cleaned_data, timezone.localdate()
        dates = (need["launch_on"], today)
        freezes = load_freezes(today)
        return compute_path(
            answers, need["kind"], *dates, self.reference, Closure.calendar(), freezes
        )

    @cached_property
    def candidates(self) -> list[Candidate]:
        keep = str(self.draft.data.get("referent") or "")
        today = timezone.localdate()
        return propose_referents(self.path, today, apart_from=self.user, keep=keep)

    def missing(self, before: str = "path") -> str:
        """The first step before this one that is not well filled; empty when none."""
        for step in STEPS:
            if step == before:
                return ""
            if not getattr(self, step).is_valid():
                return step
        return ""

    def registration(self, systems: list[str]) -> Registration:
        """What will be written down; every step must be valid."""
        need, people = dict(self.need.cleaned_data), self.people.cleaned_data
        need.pop("same_title")
        chosen = next(c for c in self.candidates if str(c.person.pk) == people["referent"])
        return Registration(
            **need,
            answers=self.answers,
            referent=chosen.person,
            vendor_name=people["vendor_name"],
            vendor_email=people["vendor_email"],
            systems=tuple(systems),
        )


def step_url(step: str, draft: RegistrationDraft, *, again: bool = False) -> str:
    """The address of one step of a draft; `again` shows at once what must be looked at."""
    url = reverse(f"projects:registration-{step}", args=[draft.pk])
    return f"{url}?{AGAIN}=1" if again else url


def head(current: str, draft: RegistrationDraft | None) -> list[dict]:
    """The numbered steps above each page."""
    order = list(STEPS)
    here = order.index(current)
    states = ["done" if place < here else "now" if place == here else "todo" for place in range(4)]
    return [
        {"label": STEPS[step], "state": state, "url": step_url(step, draft) if draft else ""}
        for step, state in zip(order, states, strict=True)
    ]
