"""What a vendor's file says, and what of it a topic may take over."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date

from governance.models import Fact, Vendor, VendorAnswer
from projects import answers, countries
from projects.models import ProjectTopic, TechnicalChoice

NOTHING = (None, "", [], "unknown")


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer of the file, in words; an old one is to be confirmed."""

    answer: VendorAnswer
    label: str
    words: str
    old: bool


def is_old(answer: VendorAnswer, today: date | None = None) -> bool:
    """Whether nobody has said so for more than twelve months."""
    today = today or timezone.localdate()
    on = answer.confirmed_on
    return (today.year - on.year, today.month, today.day) > (1, on.month, on.day)


def own_words(choice: TechnicalChoice) -> dict[str, object]:
    """The facts of a version that its author stated: not those of a solution taken over."""
    given = choice.option.facts if choice.option else {}
    return {
        slug: value
        for slug, value in choice.facts.items()
        if value not in NOTHING and slug not in choice.inherited and given.get(slug) != value
    }


def kept(answer: VendorAnswer) -> Kept:
    """One answer as pages show it."""
    fact = answer.fact
    return Kept(answer, fact.label, answers.shown(fact, answer.value), is_old(answer))


def by_topic(vendor: Vendor) -> list[tuple[str, list[Kept]]]:
    """The whole file, topic by topic in their order."""
    rows = vendor.answers.select_related("fact__topic", "answered_by")
    groups: dict[str, list[Kept]] = {}
    for answer in rows.order_by("fact__topic__position", "fact__position"):
        groups.setdefault(answer.fact.topic.name, []).append(kept(answer))
    return list(groups.items())


def offered(subject: ProjectTopic, user, facts: dict) -> list[Kept]:
    """What the file of the writer's company answers of a topic, where nothing is said yet."""
    if user is None or not user.is_guest:
        return []
    rows = VendorAnswer.objects.filter(vendor=user.vendor_id, fact__topic=subject.topic_id)
    rows = rows.filter(fact__of_vendor=True, fact__in_use=True).select_related("fact")
    return [
        kept(answer)
        for answer in rows.order_by("fact__position")
        if facts.get(answer.fact.slug) in NOTHING and still_fits(answer.fact, answer.value)
    ]


def file_on(subject: ProjectTopic, user, data: dict | None = None) -> dict:
    """What the page of a topic says of a file: answers to take over, and whose file to open."""
    if user is None:
        return {"file_offers": [], "file_of": None, "by_sheet": False}
    return {
        "file_offers": offered(subject, user, data["facts"]) if data else [],
        "file_of": user.vendor if user.is_guest else subject.project.vendor,
        "by_sheet": data is not None,
    }


def still_fits(fact: Fact, value) -> bool:
    """Whether an answer can still be given: a choice may have gone, a form may have changed."""
    kinds = Fact.Kind
    match fact.kind:
        case kinds.YES_NO:
            return value in ("yes", "no")
        case kinds.CHOICE:
            return value in dict(answers.pairs(fact))
        case kinds.COUNTRY:
            return countries.name(str(value)) != value
        case kinds.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case kinds.LIST:
            return isinstance(value, list)
        case kinds.DATE:
            return isinstance(value, str) and parse_date(value) is not None
    return isinstance(value, str)
