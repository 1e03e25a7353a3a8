"""The head of the pages of a project and the words of verdicts, for whichever page shows them."""

from django import template

from governance import markup
from projects.assessment import WORDS
from projects.heading import heading

register = template.Library()


@register.inclusion_tag("projects/project_head.html", takes_context=True)
def project_head(context):
    """Breadcrumb, title, health and tabs; the page's context holds `project` and `tab`."""
    request = context["request"]
    head = heading(context["project"], request.user, context["tab"])
    return {**head, "csrf_token": context.get("csrf_token", "")}


@register.simple_tag
def verdict_word(verdict):
    """« Conforme au socle » with its icon."""
    kind, word = WORDS.get(verdict, WORDS["unknown"])
    return markup.state_word(kind, str(word))


@register.simple_tag
def verdict_name(verdict):
    """« conforme au socle », inside a sentence."""
    word = str(WORDS.get(verdict, WORDS["unknown"])[1])
    return word[:1].lower() + word[1:]
