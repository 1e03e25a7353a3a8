"""veraPDF on every document, where it is installed; what its report says is read here, and the reading is tested everywhere.

The command is `verapdf`, or what VERAPDF names.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reviews.pdf.render import VARIANTS
from tests.reviews.pdf_reading import printed
from tests.reviews.test_pdf_clauses import KINDS

COMMAND = shutil.which(os.environ.get("VERAPDF", "verapdf"))
FLAVOURS = {"pdf/a-3a": ("3a", "ua1"), "pdf/ua-1": ("ua1",)}
installed = pytest.mark.skipif(
    not COMMAND, reason="no verapdf on this machine: put it on PATH, or name it in VERAPDF"
)

KEPT = """<?xml version="1.0" encoding="utf-8"?>
<report><jobs><job>
  <item size="9"><name>dossier.pdf</name></item>
  <validationReport jobEndStatus="normal" profileName="PDF/UA-1 validation profile" isCompliant="true">
    <details passedRules="106" failedRules="0" passedChecks="9000" failedChecks="0"></details>
  </validationReport>
</job></jobs></report>"""
BROKEN = """<?xml version="1.0" encoding="utf-8"?>
<report><jobs><job>
  <item size="9"><name>dossier.pdf</name></item>
  <validationReport jobEndStatus="normal" profileName="PDF/UA-1 validation profile" isCompliant="false">
    <details passedRules="104" failedRules="2" passedChecks="9000" failedChecks="4">
      <rule specification="ISO 14289-1:2014" clause="7.3" testNumber="1" status="failed" failedChecks="3">
        <description>A figure without words</description>
      </rule>
      <rule specification="ISO 14289-1:2014" clause="7.2" testNumber="29" status="passed" failedChecks="0">
        <description>A language</description>
      </rule>
      <rule specification="ISO 14289-1:2014" clause="7.18.3" testNumber="1" status="failed" failedChecks="1">
        <description>A page without tab order</description>
      </rule>
    </details>
  </validationReport>
</job></jobs></report>"""
UNREAD = """<report><jobs><job>
  <item size="9"><name>dossier.pdf</name></item>
  <taskException type="PARSE" isExecuted="true" isSuccess="false"><exceptionMessage>No header</exceptionMessage></taskException>
</job></jobs></report>"""


def told(report):
    """The clauses that a report of veraPDF says broken; a report without a verdict is a failure too."""
    job = ElementTree.fromstring(report).find("jobs/job")
    verdict = job.find("validationReport") if job is not None else None
    if verdict is None:
        return [
            f"no verdict: {' '.join(''.join(job.itertext()).split()) if job is not None else ''}"
        ]
    rules = [rule for rule in verdict.iter("rule") if rule.get("status") == "failed"]
    said = [
        f"{rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('description')} ({rule.get('failedChecks')} times)"
        for rule in rules
    ]
    return said if said or verdict.get("isCompliant") == "true" else ["broken, no rule named"]


@installed
@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_verapdf_finds_nothing(kind, language, variant, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(kind, language=language, variant=variant))

    for flavour in FLAVOURS[variant]:  # without --format: the report for machines, in every version
        done = subprocess.run(
            [COMMAND, "--flavour", flavour, path], capture_output=True, text=True, check=False
        )
        assert told(done.stdout) == [], flavour


def test_a_good_report_names_no_clause():
    assert told(KEPT) == []


def test_a_bad_report_names_the_clauses_that_failed():
    assert told(BROKEN) == [
        "7.3-1: A figure without words (3 times)",
        "7.18.3-1: A page without tab order (1 times)",
    ]


@pytest.mark.parametrize(
    "report", [UNREAD, "<report><jobs/></report>", KEPT.replace('"true"', '"false"')]
)
def test_a_report_without_a_good_verdict_is_a_failure(report):
    assert told(report)


def test_nothing_says_that_a_document_conforms_before_a_validator_has_run():
    root = Path(__file__).resolve().parents[2]
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("templates/**/*.html")]
    lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]

    named = [line for line in lines if re.search("PDF/(A|UA)", line)]
    assert named
    assert not [line for line in named if re.search("conform|complian", line, re.IGNORECASE)]
