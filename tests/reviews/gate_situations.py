"""Gates at each step of their life, reached through the verbs as people would."""

from datetime import timedelta

from django.utils import timezone

from governance.roles import Role
from projects import portfolio, topics
from reviews.actions.deciding import decide_gate
from reviews.actions.gates import submit_gate
from reviews.criteria import criterion_key
from tests.factories import ProjectTopicFactory, TechnicalChoiceFactory, TopicFactory, member
from tests.factories_gates import CriterionAnswerFactory
from tests.factories_reviews import GateFactory

SLUGS = ("hosting", "security", "support")


def gate_to_submit(topics_count=1, **facts):
    """A gate whose topics each have a submitted choice, with three people at the table."""
    gate = GateFactory(**facts)
    for slug in SLUGS[:topics_count]:
        topic = TopicFactory(slug=slug, name=f"Sujet {slug}")
        subject = ProjectTopicFactory(project=gate.project, topic=topic)
        gate.topics.add(topic)
        TechnicalChoiceFactory(subject=subject, submitted=True, submitted_by=vendor(gate))
        topics.refresh(subject)
    answer_all(gate)
    portfolio.refresh(gate.project)
    return gate


def answer_all(gate):
    """Every criterion of a gate is answered, by its vendor."""
    for criterion in gate.criteria:
        key = criterion_key(criterion)
        CriterionAnswerFactory(gate=gate, key=key, written_by=vendor(gate))


def vendor(gate):
    return member(gate.project, Role.VENDOR)


def bearer(gate):
    return member(gate.project, Role.BEARER)


def referent(gate):
    return member(gate.project, Role.IT)


def submitted(topics_count=1, **facts):
    gate = gate_to_submit(topics_count, **facts)
    submit_gate(gate=gate, by=vendor(gate))
    return gate


def in_round(number, topics_count=1):
    """A submitted gate in its nth round: each earlier one asked for changes."""
    gate = submitted(topics_count)
    for passed in range(1, number):
        decide(gate, "changes", round_number=passed, word="À revoir")
        submit_gate(gate=gate, by=vendor(gate))
    return gate


def decide(gate, outcome="approved", **facts):
    return decide_gate(
        gate=gate, outcome=outcome, by=referent(gate), **({"round_number": 1} | facts)
    )


def condition(gate, **fields):
    """One reservation as the verb receives it."""
    return {
        "text": "Garder les journaux six mois",
        "owner": vendor(gate),
        "due_on": timezone.localdate() + timedelta(days=14),
        "consequence": "security",
        "weight": "reservation",
        "topic": None,
        "proof_asked": "",
    } | fields


def reserved(**fields):
    """A gate approved with one reservation, which its owner must lift."""
    gate = submitted()
    decide(gate, "reserved", word="Un point à finir.", reservations=[condition(gate, **fields)])
    return gate


def typed(gate, outcome, *, lines=(), **fields):
    """What the browser sends from the decision form."""
    data = {"outcome": outcome, "word": "", "round_number": "1", "decide": "1"}
    data |= {"reserves-TOTAL_FORMS": str(max(len(lines), 1)), "reserves-INITIAL_FORMS": "0"}
    for rank, line in enumerate(lines):
        data |= {f"reserves-{rank}-{name}": value for name, value in line.items()}
    return data | fields


def typed_line(gate, **fields):
    """One reservation as the browser sends it."""
    day = timezone.localdate() + timedelta(days=14)
    return {
        "keep": "on",
        "text": "Garder les journaux six mois",
        "owner": str(vendor(gate).pk),
        "due_on": day.isoformat(),
        "consequence": "security",
        "weight": "reservation",
        "topic": "",
        "proof_asked": "Une capture",
    } | fields
