"""The rules of the house that no review should have to discuss.

Sizes, layers of model relations, names, constraints, pages that somebody visits, verbs that
somebody writes. Each test names what breaks the rule.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

import tests.factories
import tests.factories_gates
import tests.factories_house
import tests.factories_meetings
import tests.factories_reviews
from governance import journal

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("governance", "projects", "reviews")
HARD_FILE, HARD_FUNCTION = 400, 40
CODE = ("config", *FLOORS, "tests", "bin")
LOGIN_NOT_REQUIRED = {
    "projects:invitation",
    "reviews:slot-link",
    "reviews:feed",  # its secret is the key
    "reviews:meeting-guest-link",
    "reviews:verification",
    "reviews:verification-code",
    "reviews:verify",
    "reviews:verify-code",
    "governance:health-live",
    "governance:health-ready",
    "governance:mails",  # in demo mode alone: the demo's sign-in codes are read there
    "governance:mail",
    "governance:mail-html",
    "governance:accessibility",
    "governance:help",
    "governance:unsubscription",  # by the signed link of a digest
    "set_language",
    "api:systems",  # a token opens them, in the header of the request
    "api:system",
    "api:dependencies",
    "api:dependency",
    "api:openapi-json",
    "api:api-root",
}


def python_files(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path


def own_models():
    return [model for floor in FLOORS for model in apps.get_app_config(floor).get_models()]


def test_no_file_is_longer_than_four_hundred_lines():
    files = [*python_files(*CODE), *(ROOT / "templates").rglob("*.html")]
    files += [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]

    long = {
        str(path.relative_to(ROOT)): count
        for path in files
        if (count := len(path.read_text().splitlines())) > HARD_FILE
    }

    assert long == {}


def test_no_function_is_longer_than_forty_lines():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files("config", *FLOORS, "bin")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > HARD_FUNCTION
    }

    assert long == {}


def test_public_functions_of_the_spines_say_what_they_do():
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files(*(f"{floor}/actions" for floor in FLOORS))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_every_relation_of_a_model_points_down_the_floors():
    rank = {floor: index for index, floor in enumerate(FLOORS)}
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in rank
        if rank[field.related_model._meta.app_label] > rank[model._meta.app_label]
    ]

    assert upward == []


def test_no_signal_receiver_in_the_house():
    users = [
        str(path.relative_to(ROOT))
        for path in python_files(*FLOORS)
        if re.search(r"@receiver|\.connect\(", path.read_text())
    ]

    assert users == []


def test_every_choices_column_is_held_by_the_database():
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete and getattr(field, "choices", None)
        if not any(
            isinstance(rule, models.CheckConstraint) and mentions(rule.condition, field.name)
            for rule in model._meta.constraints
        )
    ]

    assert missing == []


def mentions(condition, name) -> bool:
    """Whether a constraint speaks of a column."""
    return any(
        mentions(child, name) if isinstance(child, models.Q) else child[0].split("__")[0] == name
        for child in condition.children
    )


def test_every_author_column_has_its_instant():
    lonely = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete and field.name.endswith("_by") and field.is_relation
        if field.related_model._meta.label_lower == "governance.person"
        if field.name.removesuffix("_by") + "_at" not in names_of(model)
    ]

    assert lonely == []


def names_of(model):
    return {field.name for field in model._meta.get_fields()}


def test_every_model_has_a_factory_a_text_and_a_lower_case_label():
    made = {
        factory._meta.model
        for module in (
            tests.factories,
            tests.factories_gates,
            tests.factories_house,
            tests.factories_meetings,
            tests.factories_reviews,
        )
        for factory in vars(module).values()
        if hasattr(factory, "_meta") and getattr(factory._meta, "model", None)
    }
    elsewhere = {"JournalEntry"}  # written by journal.record() alone

    problems = [
        model.__name__
        for model in own_models()
        if (model not in made and model.__name__ not in elsewhere)
        or model.__str__ is models.Model.__str__
        or str(model._meta.verbose_name)[0].isupper()
    ]

    assert problems == []


def test_every_journal_verb_is_written_somewhere_and_none_is_unknown():
    source = "\n".join(path.read_text() for path in python_files(*FLOORS))
    written = set(re.findall(r'"([a-z]+\.[a-z_]+)"', source))
    families = re.findall(r'f"([a-z]+)\.\{', source)

    unused = [
        verb
        for verb in journal.VERBS
        if source.count(f'"{verb}"') < 2 and verb.split(".")[0] not in families
    ]

    assert unused == []
    assert {verb for verb in journal.VERBS if verb not in written} == set()


def test_celery_schedule_names_real_tasks():
    from config.celery import SCHEDULE, app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in SCHEDULE.values()} - set(app.tasks) == set()


def test_every_url_name_is_in_the_permission_table():
    from tests.trust.permission_table import TABLE

    assert {name for name, _pattern in route_names()} == set(TABLE)


def test_public_routes_are_listed():
    from tests.trust.permission_table import TABLE

    public = {name for name, row in TABLE.items() if row.public}

    assert {name for name in public if not name.startswith("account_")} == LOGIN_NOT_REQUIRED


def test_every_template_is_rendered_by_some_page():
    """Each template is named by a view, another template or a Python module."""
    sources = [*python_files(*FLOORS), *(ROOT / "templates").rglob("*.*")]
    text = {path: path.read_text() for path in sources}
    built = re.findall(r'f"([a-z_/]+\{[a-z_]+\}[a-z_]*\.html)"', "\n".join(text.values()))
    patterns = [re.compile(re.sub(r"\{[a-z_]+\}", "[a-z_]+", name)) for name in built]
    by_library = ("account/", "django/forms/", "40", "500")

    orphans = [
        name
        for path in (ROOT / "templates").rglob("*.*")
        if not (name := str(path.relative_to(ROOT / "templates"))).startswith(by_library)
        if not any(pattern.fullmatch(name) for pattern in patterns)
        if not any(
            name in body or path.name in body for other, body in text.items() if other != path
        )
    ]

    assert orphans == []


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_no_inline_script_or_style(folder):
    pattern = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|\sstyle=|<style|\son[a-z]+=\"|hx-on")
    documents = ("pdf", "email", "account/email")

    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*.html")
        if not str(path.relative_to(ROOT / folder)).startswith(documents)
        if pattern.search(path.read_text())
    ]

    assert guilty == []


def route_names():
    """Every named route, namespaced, with its pattern."""
    yield from walk(get_resolver().url_patterns, "")


def walk(patterns, namespace):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern
