"""Small pieces of markup made in Python: cheap inside rows, escaped, without a template.

Templates reach them through `{% load interface %}`; Jinja2 rows import them directly.
"""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import typography
from governance.roles import Side
from governance.states import STATES

SHAPES = {Side.BEARER: "vx-m", Side.VENDOR: "vx-p", Side.IT: "vx-d"}
MOST_BOXES = 15
MOST_NODES = 6


def tone_of(kind: str) -> str:
    """The colour class of a state, empty when ink is enough."""
    return STATES[kind].tone


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, decorative: a word stands beside it. Size: sm, lg or nothing."""
    size_class = f" icon-{size}" if size else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#tabler-{}"/></svg>',
        size_class,
        static("icons.svg"),
        name,
    )


def voice_word(voice: str) -> str:
    """« Marketing », « Prestataire », « DSI », « Direction »…"""
    return str(Side(voice).label)


def voice_class(voice: str) -> str:
    """The two classes that carry hue and shape; whoever has no voice is a grey lozenge."""
    return f"vx {SHAPES.get(voice, 'vx-o')}"


def voice_glyph(voice: str, label: str = "") -> SafeString:
    """The shape of a voice, then its word; or a name, the word being read aloud after it."""
    word = voice_word(voice)
    if not label or str(label) == word:
        return format_html('<span class="voice {}">{}</span>', voice_class(voice), word)
    return format_html(
        '<span class="voice {}"><span>{}<span class="visually-hidden">, {}</span></span></span>',
        voice_class(voice),
        label,
        word,
    )


def initials(name: str) -> str:
    """« Marc-Antoine de Sèze » → MS."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


def avatar(person, voice: str, size: str = "", alone: bool = True) -> SafeString:
    """Initials in the shape of the voice. `alone=False` when the name is written beside it."""
    size_class = f"avatar-{size} " if size else ""
    if not alone:
        attributes = mark_safe('aria-hidden="true"')
    else:
        label = f"{person}, {voice_word(voice)}"
        attributes = format_html('role="img" aria-label="{}"', label)
    return format_html(
        '<span class="avatar {}{}" {}>{}</span>',
        size_class,
        voice_class(voice),
        attributes,
        initials(person),
    )


def state_word(kind: str, label: str = "", *, pill: bool = False) -> SafeString:
    """An icon and a word; the colour only repeats them."""
    state = STATES[kind]
    classes = " ".join(filter(None, ("st", state.tone, "st-pill" if pill else "")))
    return format_html(
        '<span class="{}">{}{}</span>', classes, icon(state.icon), label or state.word
    )


def ball_meta(late: int, due, since) -> SafeString:
    """How late, or by when, or since when: one of them, the worst first."""
    if late:
        text = _("retard de %(days)s") % {"days": typography.days(late)}
        return format_html(
            '<span class="ball-meta">{} {}</span>',
            icon("clock-exclamation", "sm"),
            text,
        )
    if due:
        due = due if isinstance(due, str) else typography.short_day(due)
        return format_html('<span class="ball-meta">{}</span>', _("avant %(day)s") % {"day": due})
    if since:
        since = since if isinstance(since, str) else typography.since_day(since)
        return format_html('<span class="ball-meta">{}</span>', since)
    return SafeString()


def ball_chip(
    holder="", voice="", *, mine=False, due=None, late=0, since=None, more=0
) -> SafeString:
    """Who has the ball: « À vous », a name with its voice, or nobody."""
    if mine:
        who = format_html("<span>{}</span>", _("À vous"))
    elif holder:
        who = voice_glyph(voice, holder)
    else:
        who = format_html("<span>{}</span>", _("Rien à jouer"))
    classes = " ball-mine" * bool(mine) + " ball-late" * bool(late)
    if not mine and not holder:
        classes = " ball-none"
    extra = format_html('<span class="ball-meta">+ {}</span>', more) if more else ""
    return format_html(
        '<span class="ball{}"><span class="ball-dot"></span>'
        '<span class="visually-hidden">{} </span>{}{}{}</span>',
        classes,
        _("À qui de jouer :"),
        who,
        ball_meta(late, due, since),
        extra,
    )


def days_boxes(elapsed: int, total: int) -> SafeString:
    """One box per working day of a delay; decorative, the sentence beside it says it."""
    if not 0 < total <= MOST_BOXES:
        return SafeString()
    boxes = [
        "past" if day < elapsed else "now" if day == elapsed else "" for day in range(1, total + 1)
    ]
    boxes += ["over"] * min(max(elapsed - total, 0), MOST_BOXES - total)
    drawn = format_html_join("", '<i class="{}"></i>', ((box,) for box in boxes))
    return format_html('<span class="days" aria-hidden="true">{}</span>', drawn)


STEP_WORDS = {
    "done": gettext_lazy("fait"),
    "now": gettext_lazy("en cours"),
    "todo": gettext_lazy("à venir"),
    "late": gettext_lazy("en retard"),
    "waived": gettext_lazy("sous dérogation"),
    "new": gettext_lazy("vient d’être ajouté"),
}
STEP_ICONS = {"done": "check", "late": "exclamation-mark", "waived": "flag"}


def step_node(state: str) -> SafeString:
    """The glyph of one step of a path."""
    drawn = icon(STEP_ICONS[state]) if state in STEP_ICONS else ""
    return format_html('<span class="node">{}</span>', drawn)


def step_words(step) -> SafeString:
    """What a step is and where it stands, for those who do not see the glyph."""
    kind = _("point de validation") if step["kind"] == "gate" else _("jalon")
    words = f", {kind}, {STEP_WORDS[step['state']]}"
    return format_html('<span class="visually-hidden">{}</span>', words)


def folded(steps) -> list[dict]:
    """At most six nodes in a row: the first done ones become one, then the far ones ahead."""
    steps = list(steps)
    done = next((i for i, step in enumerate(steps) if step["state"] != "done"), len(steps))
    extra = len(steps) - MOST_NODES
    if extra > 0 and done > 1:
        count = min(done, extra + 1)
        steps = [_bundle(count, "done"), *steps[count:]]
    extra = len(steps) - MOST_NODES
    ahead = next((i for i, s in enumerate(steps[-2::-1]) if s["state"] != "todo"), len(steps) - 1)
    if extra > 0 and ahead > 1:
        count = min(ahead, extra + 1)
        steps = [*steps[: -1 - count], _bundle(count, "todo"), steps[-1]]
    return steps


def _bundle(count: int, state: str) -> dict:
    words = _("%(count)d étapes faites") if state == "done" else _("%(count)d étapes à venir")
    return {"kind": "milestone", "state": state, "title": words % {"count": count}}


def path_mini(steps, label: str = "", *, titles: bool = False) -> SafeString:
    """The path of a project in a row: nodes only, or with their titles under them."""
    title_class = "cond" if titles else "visually-hidden"
    items = (
        (
            step["kind"],
            step["state"],
            mark_safe(' aria-current="step"') if step["state"] == "now" else "",
            step_node(step["state"]),
            title_class,
            step["title"],
            STEP_WORDS[step["state"]],
        )
        for step in folded(steps)
    )
    drawn = format_html_join(
        "",
        '<li class="step {} {}"{}>{}<span class="{}">{}<span class="visually-hidden"> : {}</span>'
        "</span></li>",
        items,
    )
    return format_html(
        '<ol class="path path-mini" aria-label="{}">{}</ol>',
        label or _("Chemin"),
        drawn,
    )


def nav_link(url: str, label: str, *, glyph: str = "", count: int = 0, current: bool = False):
    """A link of the top bar or, with an icon, of the bar of a phone."""
    badge = ""
    if count:
        badge = format_html(
            '<span class="count">{}<span class="visually-hidden"> {}</span></span>',
            count,
            _("à jouer"),
        )
    attributes = mark_safe(' aria-current="page"') if current else ""
    kind = mark_safe("") if glyph else mark_safe(' class="nav-link"')
    drawn = icon(glyph) if glyph else ""
    return format_html('<a{} href="{}"{}>{}{}{}</a>', kind, url, attributes, drawn, label, badge)
