"""The head of the pages of a project, for whichever floor writes the page."""

from django import template

from projects.heading import heading

register = template.Library()


@register.inclusion_tag("projects/project_head.html", takes_context=True)
def project_head(context):
    """Breadcrumb, title, health and tabs; the page's context holds `project` and `tab`."""
    request = context["request"]
    head = heading(context["project"], request.user, context["tab"])
    return {**head, "csrf_token": context.get("csrf_token", "")}
