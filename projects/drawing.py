"""The map of a project as SVG: the same shapes for the page and for the printed report.

A page dresses them with classes, so that dark mode and forced colours follow; a printed report,
whose engine hands no style sheet to a drawing, with colours. No style attribute in either.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from projects.lettering import advance
from projects.placing import (
    EDGE,
    HEAD,
    NAME,
    NAME_LEADING,
    PAD,
    SMALL,
    SMALL_LEADING,
    TEXT,
    TEXT_LEADING,
    Band,
    Head,
    Link,
    Sheet,
)

DASHES = {"conditional": "14 4 2.5 4", "to_confirm": "7 5", "refused": "2 3.5"}
INKS = {"conditional": "warn", "to_confirm": "warn", "refused": "ko", "confirmed": "ok"}
GROUNDS = {"to_confirm": "warn-lt", "refused": "ko-lt"}
SIGNS = {  # each in a square of twelve
    "confirmed": "M2 6.5l3 3 5.5-7",
    "conditional": "M3 11.5v-10M3 2h7l-1.6 2.5L10 7H3",
    "to_confirm": "M6 .8a5.2 5.2 0 1 0 .01 0M4.6 4.7a1.5 1.5 0 1 1 2.2 1.3c-.6.4-.8.6-.8 1.1M6 8.9v.3",
    "refused": "M2.5 2.5l7 7M9.5 2.5l-7 7",
}
PERSON = "M6 1a2.4 2.4 0 1 0 .01 0zM1.4 11.4c0-2.9 2-4.6 4.6-4.6s4.6 1.7 4.6 4.6z"
BASELINE = 4.5  # from the middle of a letter to its foot


@dataclass(frozen=True, slots=True)
class Words:
    """What the drawing says beside its rows; the reader's language chose them."""

    title: str
    description: str
    data: str = ""
    personal: str = ""
    folded: Callable[[int], str] = str
    folded_url: str = ""


@dataclass(frozen=True, slots=True)
class ClassPen:
    """On a page: classes, that the style sheet colours in light and in dark."""

    def fill(self, ink: str) -> str:
        return f'class="dm-{ink}"'

    def stroke(self, ink: str) -> str:
        return f'class="dm-line dm-on-{ink}"'

    def box(self, ground: str, ink: str) -> str:
        return f'class="dm-box dm-{ground} dm-on-{ink}"'

    def letters(self, size: float, ink: str, bold: bool) -> str:
        return f'class="dm-text dm-{ink}{" dm-bold" if bold else ""}" font-size="{size:g}"'


@dataclass(frozen=True, slots=True)
class InkPen:
    """On paper: the colours themselves, and the font by its name."""

    inks: dict[str, str]
    font: str

    def fill(self, ink: str) -> str:
        return f'fill="{self.inks[ink]}"'

    def stroke(self, ink: str) -> str:
        return f'fill="none" stroke="{self.inks[ink]}"'

    def box(self, ground: str, ink: str) -> str:
        return f'fill="{self.inks[ground]}" stroke="{self.inks[ink]}"'

    def letters(self, size: float, ink: str, bold: bool) -> str:
        weight = 600 if bold else 400
        return (
            f'font-family="{self.font}" font-size="{size:g}" font-weight="{weight}" '
            f'fill="{self.inks[ink]}"'
        )


@dataclass
class Drawing:
    """One sheet, drawn with one pen."""

    sheet: Sheet
    pen: ClassPen | InkPen
    words: Words
    linked: bool = True  # whether a system leads to its page
    parts: list[str] = field(default_factory=list)

    def body(self) -> str:
        """Everything inside the drawing: the frame is decoration, each system says itself."""
        frame = "".join([self.rules(), self.spine(), self.heads(), self.names()])
        links = "".join(self.link(link) for link in self.sheet.links)
        folds = "".join(self.fold(band) for band in self.sheet.bands if band.folded)
        return f'<g aria-hidden="true">{frame}</g>{links}{folds}'

    def rules(self) -> str:
        """The hairlines between bands and before steps."""
        sheet = self.sheet
        across = [f"M0 {band.box.y:g}H{sheet.paper.width:g}" for band in sheet.bands]
        down = [f"M{head.x - EDGE:g} {EDGE:g}V{sheet.height:g}" for head in sheet.heads]
        path = "".join(down + (across if sheet.paper.lane else across[:1]))
        return f'<path d="{path}" {self.pen.stroke("line")} stroke-width="1"/>'

    def spine(self) -> str:
        """The project: a dark bar with its name along it."""
        bar = self.sheet.spine
        x, y = bar.x + bar.width / 2, bar.y + bar.height / 2
        rect = (
            f'<rect x="{bar.x:g}" y="{bar.y:g}" width="{bar.width:g}" height="{bar.height:g}" '
            f'rx="9" {self.pen.fill("ink")}/>'
        )
        name = escape(self.sheet.title[0])
        return rect + (
            f'<text x="{x:g}" y="{y + BASELINE:g}" text-anchor="middle" '
            f'transform="rotate(-90 {x:g} {y:g})" {self.pen.letters(NAME, "paper", True)}>'
            f"{name}</text>"
        )

    def heads(self) -> str:
        """What is above the columns: the data, then each step and its day."""
        start = self.sheet.spine.right + EDGE
        told = [self.text(start, EDGE + TEXT, self.words.data, TEXT, "ink-2")]
        return "".join(told + [self.head(head) for head in self.sheet.heads])

    def head(self, head: Head) -> str:
        y = EDGE + TEXT
        drawn = self.column(head.x, y, head.name, TEXT, TEXT_LEADING, bold=True)
        below = y + len(head.name) * TEXT_LEADING
        return drawn + self.text(head.x, below, head.day, TEXT, "ink-2")

    def names(self) -> str:
        """The categories, on the left of their bands."""
        return "".join(
            self.column(0, band.box.y + EDGE + TEXT, band.name, TEXT, TEXT_LEADING, "ink-2", True)
            for band in self.sheet.bands
        )

    def link(self, link: Link) -> str:
        """A dependency: label, line, box; the whole is one link where there are pages."""
        drawn = self.label(link) + self.arrow(link) + self.system(link)
        if not self.linked:
            return f"<g>{drawn}</g>"
        room = link.room
        place = (
            f'x="{room.x + 2:g}" y="{room.y + 1:g}" width="{link.box.right + 2 - room.x:g}" '
            f'height="{room.height - 2:g}" rx="10"'
        )
        return self.reached(drawn, place, link.row["url"], link.row.get("said", ""))

    def reached(self, drawn: str, place: str, url: str, said: str) -> str:
        """A drawing under its link: the link says it all, and its ring goes around."""
        said = escape(said)
        return (
            f'<g class="dm-row"><g aria-hidden="true"><rect class="dm-under" {place}/>{drawn}</g>'
            f'<a class="dm-link" href="{escape(url)}" aria-label="{said}">'
            f'<title>{said}</title><rect class="dm-ring" {place}/></a></g>'
        )

    def label(self, link: Link) -> str:
        """The data above the line, and under it the mark of personal data."""
        x, y = self.sheet.spine.right + 2 * EDGE, link.line[2]
        top = y - 6 - (len(link.label) - 1) * TEXT_LEADING
        drawn = self.behind(x, top, link.label) + self.column(
            x, top, link.label, TEXT, TEXT_LEADING, "ink-2"
        )
        if link.row.get("personal"):
            drawn += self.behind(x + 14, y + 16, [self.words.personal], 14)
            drawn += (
                f'<path d="{PERSON}" transform="translate({x:g} {y + 6:g})" '
                f"{self.pen.fill('ink-2')}/>"
            )
            drawn += self.text(x + 16, y + 16, self.words.personal, SMALL, "ink-2", bold=True)
        return drawn

    def behind(self, x: float, y: float, texts: list[str], before: float = 0) -> str:
        """The paper under a text, so that a hairline never runs through it."""
        width = max(advance(line, TEXT) for line in texts) + before + 4
        height = len(texts) * TEXT_LEADING - 2
        return (
            f'<rect x="{x - before - 2:.1f}" y="{y - TEXT + 2:.1f}" width="{width:.1f}" '
            f'height="{height:g}" {self.pen.fill("sheet")}/>'
        )

    def arrow(self, link: Link) -> str:
        """The line and its heads: one where data arrives."""
        start, end, y = link.line
        state, direction = link.row["state"], link.row["direction"]
        ink = "ink" if state == "confirmed" else INKS[state]
        first = start + (HEAD - 2 if direction in ("in", "both") else 0)
        last = end - (HEAD - 2 if direction in ("out", "both") else 0)
        dashes = f' stroke-dasharray="{DASHES[state]}"' if state in DASHES else ""
        drawn = (
            f'<path d="M{first:g} {y:g}H{last:g}" {self.pen.stroke(ink)} stroke-width="2"{dashes}/>'
        )
        if direction in ("in", "both"):
            drawn += f'<path d="M{start:g} {y:g}l{HEAD:g}-5v10z" {self.pen.fill(ink)}/>'
        if direction in ("out", "both"):
            drawn += f'<path d="M{end:g} {y:g}l-{HEAD:g}-5v10z" {self.pen.fill(ink)}/>'
        return drawn

    def system(self, link: Link) -> str:
        """The box of a system: its name, then its state as a sign and a word."""
        box, state = link.box, link.row["state"]
        ink = "ink" if state == "confirmed" else INKS[state]
        dashes = f' stroke-dasharray="{DASHES[state]}"' if state in DASHES else ""
        x, y = box.x + PAD, box.y + PAD + NAME - 2
        below = y + len(link.name) * NAME_LEADING - 1
        return (
            f'<rect x="{box.x + 1:g}" y="{box.y + 1:g}" width="{box.width - 2:g}" '
            f'height="{box.height - 2:g}" rx="8" stroke-width="2"'
            f"{dashes} {self.pen.box(GROUNDS.get(state, 'sheet'), ink)}/>"
            + self.column(x, y, link.name, NAME, NAME_LEADING, "ink", True)
            + f'<path d="{SIGNS[state]}" transform="translate({x:g} {below - 10.5:g})" '
            f'{self.pen.stroke(INKS[state])} stroke-width="1.7" stroke-linecap="round"/>'
            + self.text(x + 16, below, link.row["word_of_state"], SMALL, INKS[state], bold=True)
        )

    def fold(self, band: Band) -> str:
        """How many settled systems are not drawn, and where they are read."""
        x, y = self.sheet.spine.right + 2 * EDGE, band.box.bottom - EDGE
        told = self.words.folded(band.folded)
        text = self.text(x, y, told, TEXT, "ink")
        if not self.linked:
            return text
        place = (
            f'x="{x - 6:g}" y="{y - SMALL_LEADING:g}" rx="6" height="21" '
            f'width="{advance(told, TEXT) + 12:g}"'
        )
        return self.reached(text, place, self.words.folded_url, f"{band.full_name} : {told}")

    def column(  # noqa: PLR0913 -- a place, lines and their letters
        self, x, y, texts, size, leading, ink="ink", bold=False
    ) -> str:
        """Lines of text, one under the other."""
        rows = (self.text(x, y + n * leading, t, size, ink, bold) for n, t in enumerate(texts))
        return "".join(rows)

    def text(self, x, y, label, size, ink, bold=False) -> str:  # noqa: PLR0913 -- the same
        """One line of text; nothing when it says nothing."""
        if not label:
            return ""
        return (
            f'<text x="{x:g}" y="{y:g}" {self.pen.letters(size, ink, bold)}>{escape(label)}</text>'
        )


def page_svg(sheet: Sheet, words: Words, ident: str) -> SafeString:
    """The map in a page: named, described, every system reachable with the keyboard."""
    size = f'viewBox="0 0 {sheet.paper.width:g} {sheet.height:g}"'
    return mark_safe(  # noqa: S308, every text in it went through escape
        f'<svg class="depmap" {size} role="group" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{escape(words.title)}</title>'
        f'<desc id="{ident}-d">{escape(words.description)}</desc>'
        f"{Drawing(sheet, ClassPen(), words).body()}</svg>"
    )


def printed_svg(
    sheet: Sheet, words: Words, *, inks: dict, font: str, width: float, title: str
) -> SafeString:  # noqa: PLR0913 -- the paper, the words and the ink
    """The same map on paper, as wide as its text block, with its alternative text."""
    height = sheet.height * width / sheet.paper.width
    pen = InkPen(inks, font)
    return mark_safe(  # noqa: S308, the same
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {sheet.paper.width:g} {sheet.height:g}" '
        f'width="{width:g}pt" height="{height:.1f}pt"><title>{escape(title)}</title>'
        f"{Drawing(sheet, pen, words, linked=False).body()}</svg>"
    )
