"""The registration wizard: what a draft holds, which step is missing, what it would become."""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from governance.keeping import writer_mark
from governance.models import Closure, Person
from projects import questions
from projects.actions.drafts import print_of
from projects.actions.registration import Registration
from projects.forms.people import PeopleForm
from projects.forms.registration import NeedForm, ProfileForm, without_nul
from projects.models import RegistrationDraft
from projects.reference import Reference, load_freezes, load_reference_data
from projects.referents import Candidate, propose_referents
from projects.registration import Path, Suggestion, compute_path

STEPS = {"need": _("Besoin"), "profile": _("Profil"), "path": _("Chemin")}
FORMS = {"need": "need", "profile": "profile", "path": "people"}
AGAIN = "revoir"
TAB_LENGTH = 12


class Progress:
    """How far a draft is: its steps as forms, its path, the people who could come."""

    def __init__(self, draft: RegistrationDraft, user: Person):
        self.draft, self.user = draft, user

    @cached_property
    def need(self) -> NeedForm:
        return NeedForm(self.draft.data, user=self.user)

    @cached_property
    def profile(self) -> ProfileForm:
        return ProfileForm(self.draft.data, kind=self.kind, reference=self.reference)

    @cached_property
    def people(self) -> PeopleForm:
        return PeopleForm(self.draft.data, candidates=self.candidates)

    @cached_property
    def reference(self) -> Reference:
        return load_reference_data()

    @property
    def kind(self) -> str:
        return self.draft.data.get("kind") or ""

    @cached_property
    def path(self) -> Path:
        """The path of the answers kept in the draft; the need must be valid."""
        need, today = self.need.cleaned_data, timezone.localdate()
        return compute_path(
            self.answers,
            need["kind"],
            need["launch_on"],
            today,
            self.reference,
            Closure.calendar(),
            load_freezes(today),
            started=tuple(need["started"]),
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers that count: those of the questions still asked."""
        given = self.profile.answers(self.draft.data)
        return questions.relevant(self.reference.questions, self.kind, given)

    @cached_property
    def candidates(self) -> list[Candidate]:
        keep = str(self.draft.data.get("referent") or "")
        today = timezone.localdate()
        return propose_referents(self.path, today, apart_from=self.user, keep=keep)

    def missing(self, before: str = "") -> str:
        """The first step before this one, or of all, that is not well filled; empty when none."""
        for step, form in FORMS.items():
            if step == before:
                return ""
            if not getattr(self, form).is_valid():
                return step
        return ""

    def is_kept(self, suggestion: Suggestion) -> bool:
        """Whether a suggested system is ticked: as left, or as proposed when it is new."""
        if suggestion.system in (self.draft.data.get("offered") or []):
            return suggestion.system in (self.draft.data.get("systems") or [])
        return suggestion.expected

    def registration(self, systems: list[str]) -> Registration:
        """What will be written down; every step must be valid."""
        need, people = dict(self.need.cleaned_data), self.people.cleaned_data
        need.pop("same_title")
        need["started"] = tuple(need["started"])
        chosen = next(c for c in self.candidates if str(c.person.pk) == people["referent"])
        return Registration(
            **need,
            answers=self.answers,
            referent=chosen.person,
            vendor_name=people["vendor_name"],
            vendor_email=people["vendor_email"],
            vendor_siren=people["vendor_siren"],
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
    states = ["done" if place < here else "now" if place == here else "todo" for place in range(3)]
    return [
        {"label": STEPS[step], "state": state, "url": step_url(step, draft) if draft else ""}
        for step, state in zip(order, states, strict=True)
    ]


def tab_of(sent) -> str:
    """The tab that a form says it is in."""
    return without_nul(sent.get("onglet"))[:TAB_LENGTH]


def marks(request, draft: RegistrationDraft | None, form) -> dict:
    """What a form carries to be kept safely: its tab, its writer, the print of what it shows."""
    tab = tab_of(request.POST) or tab_of(form.data) or get_random_string(TAB_LENGTH)
    keys = [*(form.add_prefix(name) for name in form.fields), *getattr(form, "BESIDE", ())]
    seen = print_of(draft, keys) if draft else ""
    return {"tab": tab, "seen": seen, "writer": writer_mark(request.user)}
