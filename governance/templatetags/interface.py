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
  {% nav_link url label %} inside navigation           sets aria-current on the current page

Filters
  day « mar. 13 oct. » · day_long « mardi 13 octobre » · moment « mar. 6 oct., 17 h 42 »
  since « depuis hier » · working_days « 3 jours ouvrés » · days « 3 jours »
  eur « 12 500 € » · figure « 2,4 » · filesize_fr « 1,4 Mo » · typo (no-break spaces, ’)
Dates accept a day, an instant or a sentence already written; empty values stay empty.

Components, `{% include "components/x.html" with … only %}` outside row loops: the sheet at
templates/components/sheet.html shows every one of them with its parameters.
"""

from django import template

from governance import markup, typography

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


@register.simple_tag(takes_context=True)
def nav_link(context, url: str, label: str, icon: str = "", count: int = 0, exact: bool = False):
    """A link of the navigation: the current page carries aria-current, balls are counted."""
    here = context["request"].path
    current = here == url if exact else here.startswith(url)
    return markup.nav_link(url, label, glyph=icon, count=count, current=current)


def _written(writer):
    """A filter that leaves sentences and empty values as they are."""

    def write(value):
        return value or "" if isinstance(value, str) or value is None else writer(value)

    return write


register.filter("day", _written(typography.short_day))
register.filter("day_long", _written(typography.long_day))
register.filter("moment", _written(typography.moment))
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
