import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from governance import markup
from governance.models import Person, Vendor
from governance.roles import Side
from governance.sheet import SheetForm, components_sheet_context
from governance.states import STATES
from governance.templatetags import interface

ROOT = Path(__file__).resolve().parents[2]


def render(source, **context):
    return Template("{% load interface %}" + source).render(Context(context))


def test_icon_is_decorative_and_names_its_symbol():
    drawn = render('{% icon "cloud" "sm" %}')
    assert 'class="icon icon-sm" aria-hidden="true"' in drawn
    assert "icons.svg#tabler-cloud" in drawn


def icons_named_in_templates():
    for path in (ROOT / "templates").rglob("*.html"):
        for name in re.findall(r'{% icon "([a-z0-9-]+)"|icon="([a-z0-9-]+)"', path.read_text()):
            yield name[0] or name[1]


def test_every_icon_used_is_in_the_sprite():
    listed = set((ROOT / "static" / "icons.txt").read_text().split())
    used = {state.icon for state in STATES.values()} | set(icons_named_in_templates())
    assert used - listed == set()


@pytest.mark.parametrize(
    ("voice", "shape", "word"),
    [
        ("bearer", "vx vx-m", "Marketing"),
        ("vendor", "vx vx-p", "Prestataire"),
        ("it", "vx vx-d", "DSI"),
        ("management", "vx vx-o", "Direction"),
    ],
)
def test_voice_is_shape_and_word(voice, shape, word):
    drawn = render("{% voice_glyph voice %}", voice=voice)
    assert drawn == f'<span class="voice {shape}">{word}</span>'


def test_every_side_has_a_shape():
    assert all(markup.voice_class(side).startswith("vx ") for side in Side)


def test_voice_with_a_name_is_still_said():
    assert "Studio Lumen<span" in render("{% voice_glyph 'vendor' 'Studio Lumen' %}")
    assert ", Prestataire" in render("{% voice_glyph 'vendor' 'Studio Lumen' %}")


def test_avatar_alone_is_named_and_beside_a_name_is_silent():
    alone = render("{% avatar person 'it' %}", person="Sophie Marchand")
    beside = render("{% avatar person 'it' alone=False size='lg' %}", person="Sophie Marchand")
    assert 'role="img" aria-label="Sophie Marchand, DSI"' in alone
    assert 'class="avatar avatar-lg vx vx-d" aria-hidden="true">SM<' in beside


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sophie Marchand", "SM"), ("Marc-Antoine de Sèze", "MS"), ("Cher", "C"), ("  ", "")],
)
def test_initials(name, letters):
    assert markup.initials(name) == letters


def test_names_are_escaped():
    assert "<b>" not in render("{% ball_chip name 'vendor' %}", name="<b>Lumen</b>")
    assert "<b>" not in render("{% avatar name 'vendor' %}", name="<b>Lumen</b>")
    assert render("{{ text|typo }}", text="<i>l'avis</i>") == "&lt;i&gt;l’avis&lt;/i&gt;"


@pytest.mark.parametrize(
    ("arguments", "classes", "words"),
    [
        ({}, 'class="ball ball-none"', "Rien à jouer"),
        ({"mine": True}, 'class="ball ball-mine"', "À vous"),
        ({"mine": True, "late": 2}, 'class="ball ball-mine ball-late"', "retard de 2\u00a0jours"),
        (
            {"holder": "Lumen", "voice": "vendor", "due": date(2026, 10, 13)},
            'class="ball"',
            "avant",
        ),
        ({"holder": "Lumen", "voice": "vendor", "since": "depuis hier"}, "ball", "depuis hier"),
        ({"holder": "Lumen", "voice": "vendor", "more": 2}, "ball", "+ 2"),
    ],
)
def test_ball_chip(arguments, classes, words):
    drawn = markup.ball_chip(**arguments)
    assert classes in drawn
    assert words in drawn
    assert "À qui de jouer" in drawn


@pytest.mark.parametrize(
    ("elapsed", "total", "boxes"),
    [
        (2, 5, ["past", "now", "", "", ""]),
        (5, 5, ["past"] * 4 + ["now"]),
        (7, 5, ["past"] * 5 + ["over"] * 2),
        (0, 2, ["", ""]),
    ],
)
def test_days_boxes(elapsed, total, boxes):
    drawn = markup.days_boxes(elapsed, total)
    assert drawn.count("<i ") == len(boxes)
    assert drawn == (
        '<span class="days" aria-hidden="true">'
        + "".join(f'<i class="{box}"></i>' for box in boxes)
        + "</span>"
    )


@pytest.mark.parametrize("total", [0, 16])
def test_days_boxes_draw_nothing_when_it_would_not_read(total):
    assert markup.days_boxes(1, total) == ""


@pytest.mark.parametrize("kind", STATES)
def test_state_is_an_icon_and_a_word(kind):
    drawn = markup.state_word(kind)
    assert "<svg" in drawn
    assert str(STATES[kind].word) in drawn


def test_state_label_replaces_the_word():
    assert "Signé le 17 sept." in markup.state_word("signed", "Signé le 17 sept.", pill=True)
    assert "st-pill" in markup.state_word("signed", pill=True)


def steps(*states):
    return [{"kind": "gate", "state": state, "title": state} for state in states]


def test_path_mini_says_each_step():
    drawn = markup.path_mini(steps("done", "now", "todo"), "Chemin de la refonte")
    assert drawn.count("<li") == 3
    assert 'aria-label="Chemin de la refonte"' in drawn
    assert drawn.count('aria-current="step"') == 1
    assert "en cours" in drawn


def test_path_mini_folds_the_first_done_steps():
    drawn = markup.path_mini(steps(*["done"] * 5, "now", "todo", "todo"))
    assert drawn.count("<li") == 6
    assert "3 étapes faites" in drawn


def test_nav_link_marks_the_current_page():
    drawn = markup.nav_link("/socle/", "Socle SI", count=4, current=True)
    assert 'aria-current="page"' in drawn
    assert 'class="count">4<' in drawn
    assert "aria-current" not in markup.nav_link("/", "À moi de jouer")


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "home"),
        ("/portefeuille/", "portfolio"),
        ("/projets/P-2026-0042/", "portfolio"),
        ("/projets/nouveau/profil/", "registration"),
        ("/socle/HEB-03/", "rules"),
        ("/profil/", ""),
    ],
)
def test_place_in_the_navigation(path, entry):
    assert interface.place(path) == entry


@pytest.mark.parametrize("name", ["day", "day_long", "moment", "since", "working_days", "eur"])
def test_filters_leave_sentences_and_nothing_alone(name):
    source = "{{ value|" + name + " }}"
    assert render(source, value="demain") == "demain"
    assert render(source, value=None) == ""


def test_fields_are_labelled_and_their_errors_linked():
    drawn = str(SheetForm({"goal": "Offrir une carte cadeau."}))
    assert '<label class="form-label" for="id_title">' in drawn
    assert 'aria-invalid="true" aria-describedby="id_title_error"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'aria-describedby="id_goal_helptext"' in drawn
    assert 'id="id_goal_helptext"' in drawn


def test_error_summary_links_to_the_fields():
    drawn = str(SheetForm({"goal": "Offrir une carte cadeau.", "payment": "no"}))
    assert "Trois réponses à revoir" in drawn
    assert 'href="#id_title"' in drawn
    assert 'href="#id_decision_0"' in drawn
    assert 'id="id_decision_0"' in drawn


def test_a_valid_form_has_no_summary():
    assert "resume-erreurs" not in str(SheetForm())


def test_choices_tell_their_consequence():
    assert "La balle repart chez Studio Lumen." in str(SheetForm()["decision"])


def test_sheet_renders_for_an_employee(rf):
    request = rf.get("/composants/")
    request.user = Person(name="Sophie Marchand", email="sophie.marchand@verdier.example")
    drawn = render_to_string("components/sheet.html", components_sheet_context(), request)
    assert "Planche des composants" in drawn
    assert "Enregistrer un projet" in drawn
    assert "style=" not in drawn
    assert "onclick" not in drawn


def test_a_guest_sees_a_guest_s_navigation(rf):
    request = rf.get("/composants/")
    vendor = Vendor(name="Studio Lumen", pk=1)
    request.user = Person(name="Mehdi Benali", email="m@lumen.example", vendor=vendor)
    drawn = render_to_string("components/topbar.html", {"company": "Maison Verdier"}, request)
    assert "Invité par" in drawn
    assert "Maison Verdier" in drawn
    assert "Mes projets" in drawn
    assert "Socle SI" not in drawn
    assert "Enregistrer un projet" not in drawn


def test_the_page_of_a_breakdown_needs_nothing():
    assert "Erreur 500" in render_to_string("500.html")
