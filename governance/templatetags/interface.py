"""The words and glyphs of the interface, for page templates: `{% load interface %}`.

Tags (all escaped; `voice` is bearer, vendor, it, owner, management or steward)
  {% icon "cloud" %} {% icon "plus" "sm" %}            decorative, sizes sm and lg; list the name in
                                                      static/icons.txt
  {% avatar person voice %}                            alone: announced with name and voice
  {% avatar person voice alone=False size="lg" %}      the name is written beside it; sizes xs sm lg
  {% voice_glyph voice %} {% voice_glyph voice name %} shape + word, or shape + name
  {% ball_chip holder voice mine=False due=day late=0 since=day more=0 %}
                                                      no holder and not mine: « Rien à jouer »
  {% state_word "checked" %} {% state_word "signed" _("Signé le 17 sept.") %}
  {% state_word "watch" pill=True %}                   kinds: governance.markup.STATES
  {% days_boxes elapsed total %}                       jour 2 sur 5 → elapsed=2 total=5
  {% path_mini steps label titles=False %}             in rows; step: kind state title
  {% kept "components/x.html" key=value %}            rendered once per language and values, kept
  {% writer %}                                        in a form whose view is marked keeps_typing

Filters
  day « mar. 13 oct. » · day_long « mardi 13 octobre » · moment « mar. 6 oct., 17 h 42 »
  since « depuis hier » · working_days « 3 jours ouvrés » · days « 3 jours »
  eur « 12 500 € » · figure « 2,4 » · filesize_fr « 1,4 Mo » · typo (no-break spaces, ’)
Dates accept a day, an instant or a sentence already written; empty values stay empty.

Components, `{% include "components/x.html" with … only %}` outside row loops: the sheet at
templates/components/sheet.html shows every one of them with its parameters.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from governance import keeping, markup, typography

register = template.Library()

register.simple_tag(markup.icon)
register.simple_tag(markup.avatar)
register.simple_tag(markup.voice_glyph)
register.simple_tag(markup.ball_chip)
register.simple_tag(markup.state_word)
register.simple_tag(markup.days_boxes)
register.simple_tag(markup.path_mini)
register.simple_tag(markup.step_node)
register.simple_tag(markup.step_words)
register.simple_tag(markup.nav_link)


PLACES = {
    "": "home",
    "portefeuille": "portfolio",
    "projets": "portfolio",
    "jalons": "portfolio",
    "reunions": "portfolio",
    "comptes-rendus": "portfolio",
    "arbitrages": "portfolio",
    "rapport-au-comite": "portfolio",
    "dossiers-du-comite": "portfolio",
    "issues": "portfolio",
    "sujets": "portfolio",
    "dependances": "portfolio",
    "informations": "portfolio",
    "constats": "portfolio",
    "renouvellements": "portfolio",
    "documents": "portfolio",
    "cartographie": "map",
    "systemes": "map",
    "annonces": "map",
    "socle": "rules",
    "notifications": "notices",
}


def place(path: str) -> str:
    """Which entry of the navigation a path belongs to; nothing for the others."""
    if path.startswith("/projets/nouveau/"):
        return "registration"
    return PLACES.get(path.split("/")[1], "")


@lru_cache(maxsize=1024)
def _kept(template_name: str, language: str, values: tuple):
    return render_to_string(template_name, dict(values))


@register.simple_tag
def kept(template_name: str, **values):
    """A template that depends on the language and these values only: rendered once, kept."""
    render = _kept.__wrapped__ if settings.DEBUG else _kept
    return render(template_name, get_language(), tuple(sorted(values.items())))


@register.simple_tag(takes_context=True)
def navigation(context, template_name: str):
    """The top bar's entries, or the bar of a phone, for this person on this page."""
    request = context["request"]
    count, guest = context.get("open_moves", 0), request.user.is_guest
    here = place(request.path)
    return kept(template_name, here=here, guest=guest, count=count)


@register.simple_tag(takes_context=True)
def writer(context):
    """Whose form it is, without a name: what was typed comes back to them alone."""
    mark = keeping.writer_mark(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', keeping.WRITER, mark)


@register.simple_tag(takes_context=True)
def account_menu(context):
    """Who is signed in, and what is theirs: notifications, theme, language, the way out."""
    person = context["request"].user
    return kept(
        "components/account_menu.html",
        name=str(person),
        role=person.job_title,
        organisation=str(person.vendor) if person.is_guest else "",
        company=context.get("company", ""),
        guest=person.is_guest,
        steward=person.is_steward,
        side=str(person.side),
        theme=context.get("theme", ""),
    )


def _written(writer):
    """A filter that leaves sentences and empty values as they are."""

    def write(value):
        return value or "" if isinstance(value, str) or value is None else writer(value)

    return write


register.filter("day", _written(typography.short_day))
register.filter("day_long", _written(typography.long_day))
register.filter("moment", _written(typography.moment))
register.filter("hour", _written(typography.hour))
register.filter("since", _written(typography.since_day))
register.filter("working_days", _written(typography.working_days))
register.filter("days", _written(typography.days))
register.filter("eur", _written(typography.euros))
register.filter("figure", _written(typography.number))
register.filter("filesize_fr", _written(typography.file_size))


@register.filter(is_safe=True)
def typo(text) -> str:
    """French typography on user text; escaped afterwards like any other value."""
    return typography.french(text)


@register.filter
def voice_class(voice: str) -> str:
    """The classes that carry hue and shape."""
    return markup.voice_class(voice)


@register.filter
def tone(kind: str) -> str:
    """The colour class of a state."""
    return markup.tone_of(kind)


@register.filter
def state_icon(kind: str):
    """The icon of a state."""
    return markup.icon(markup.STATES[kind].icon)


@register.filter
def state_label(kind: str) -> str:
    """The word of a state."""
    return str(markup.STATES[kind].word)


@register.filter
def in_words(count: int) -> str:
    """« Trois »: how many, at the start of a sentence."""
    return typography.count_in_words(count)


@register.filter
def first_id(field) -> str:
    """The id a link to this field must name: radios have one per choice."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter(name="is")
def equals(value, other) -> bool:
    """Whether two values are the same, as an argument of a tag."""
    return value == other
