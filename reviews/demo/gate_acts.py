"""The gates of a project of the demo: submitted, judged, decided, gone past."""

from datetime import timedelta

from reviews.actions import deciding, findings, gate_waivers, gates, opinions
from reviews.demo.criteria_stories import answer_file
from reviews.models import Finding


class GateActs:
    """What IT and management say of a gate, each method an act played through the verbs."""

    def submit(self, ago, ref, reason="Le reste arrive avec la recette."):
        """The criteria are answered, then the gate is submitted on a frozen file."""

        def answer():
            answer_file(self.gate(ref), by=self.people[self.vendor])

        def act():
            gates.submit_gate(gate=self.gate(ref), by=self.people[self.vendor], reason=reason)

        self.stage.at(ago, 16.75, answer)
        self.stage.at(ago, 17, act)
        return self

    def advise(self, ago, ref, who, value="favourable", text=""):
        """A referent gives an opinion."""

        def act():
            opinions.give_opinion(gate=self.gate(ref), value=value, text=text, by=self.people[who])

        self.stage.at(ago, 16.5, act)
        return self

    def decide(self, ago, ref, outcome="approved", word="", *reservations, by="", alternative=""):
        """The referent or their relay decides; each reservation is (text, owner, due in working days, nature)."""

        def act():
            gate = self.gate(ref)
            deciding.decide_gate(
                gate=gate,
                outcome=outcome,
                round_number=gate.rounds.count(),
                word=word,
                alternative=alternative,
                by=self.people[by or self.referent],
                reservations=[self._condition(ago, *line) for line in reservations],
            )

        self.stage.at(ago, 15.5, act)
        return self

    def _condition(self, ago, text, owner, due, nature) -> dict:
        return {
            "text": text,
            "owner": self.people[owner],
            "due_on": self.stage.day(ago - due),
            "consequence": nature,
            "weight": "reservation",
            "proof_asked": "",
        }

    def lift(self, ago, proof):
        """Every open reservation is proven, then lifted the next morning."""

        def prove():
            for finding in self.open_findings():
                findings.prove_finding(finding=finding, proof=proof, by=finding.owner)

        def lift():
            for finding in self.open_findings():
                findings.lift_finding(finding=finding, by=self.people[self.referent])

        self.stage.at(ago + 1, 11, prove)
        self.stage.at(ago, 10.5, lift)
        return self

    def waive(self, ago, ref, who, reason, measure, days):
        """Management lets the project go on without a validation."""

        def act():
            gate_waivers.waive_gate(
                gate=self.gate(ref),
                by=self.people[who],
                risk_owner=self.people[who],
                reason=reason,
                measure=measure,
                expires_on=self.stage.today + timedelta(days=days),
            )

        self.stage.at(ago, 18, act)
        return self

    def gate(self, ref):
        self.project.refresh_from_db()
        return self.project.gates.select_related("project", "milestone", "template").get(ref=ref)

    def open_findings(self):
        rows = Finding.objects.filter(gate__project=self.project, lifted_at=None)
        return rows.select_related("gate__project", "owner", "decision__decided_by")
