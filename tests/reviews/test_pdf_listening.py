"""What a screen reader says of a printed document: every word of the page, once, in its order."""

import re
from html.parser import HTMLParser

import pytest

from reviews.pdf import render_html
from tests.reviews.pdf_clauses_structure import spoken
from tests.reviews.pdf_data import frozen
from tests.reviews.pdf_paper import Paper, Tag
from tests.reviews.pdf_reading import printed
from tests.reviews.test_pdf_every_document import long_minutes

pytestmark = [pytest.mark.slow, pytest.mark.paper]
KINDS = ("scoping", "certificate", "minutes", "gate", "committee")
CUT = {
    "section": "/Sect",
    "table": "/Table",
    "thead": "/THead",
    "tr": "/TR",
    "p": "/P",
    "article": "/Art",
}
COUNTER = re.compile(r"\d+(\.\d+)*")


class Page(HTMLParser):
    """The words of a page in the order of its HTML, drawings aside."""

    def __init__(self, html):
        super().__init__()
        self.words, self.aside = [], 0
        self.feed(html.split("<body", 1)[1].split(">", 1)[1])

    def handle_starttag(self, tag, _attributes):
        self.aside += tag in ("svg", "style")

    def handle_endtag(self, tag):
        self.aside -= tag in ("svg", "style")

    def handle_data(self, data):
        if not self.aside:
            self.words.append(data)


def heard(paper):
    """The words under the tags, in their order: no drawing, no number that the style sheet adds."""
    said = []

    def listen(tag):
        for item in tag.order:
            if isinstance(item, tuple):
                said.append(paper.texts.get(item, "") if tag.role != "/Figure" else "")
            elif isinstance(item, Tag) and not _added(paper, item, tag):
                listen(item)

    listen(paper.tree)
    return "".join(said)


def _added(paper, tag, up):
    """Whether the style sheet wrote this, not the page."""
    if up.role in ("/H2", "/H3"):
        return tag.role == "/NonStruct" and COUNTER.fullmatch(whole(paper, tag)) is not None
    return tag.role == "/Lbl" or (tag.role == "/NonStruct" and up.role == "/Reference")


def whole(paper, tag):
    """All that a tag says."""
    return "".join(
        paper.texts.get(item, "") if isinstance(item, tuple) else whole(paper, item)
        for item in tag.order
        if isinstance(item, (Tag, tuple))
    )


def bare(words):
    """Letters and digits only: spaces and hyphens move with the lines."""
    return re.sub(r"[\W_]+", "", words)


def first_difference(one, other):
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if place is None and len(one) != len(other):
        place = min(len(one), len(other))
    return None if place is None else (one[place - 30 : place + 30], other[place - 30 : place + 30])


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/ua-1"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_all_is_read_once_in_the_order_of_the_page(kind, language, variant):
    written = bare("".join(Page(render_html(frozen(kind), language=language)).words))

    read = bare(heard(Paper(printed(kind, language=language, variant=variant))))

    assert first_difference(written, read) is None


def counted(html, paper):
    """How many parts of each sort the page has, and how many tags."""
    body = html.split("<body", 1)[1]
    written = {tag: len(re.findall(rf"<{tag}[ >]", body)) for tag in CUT}
    return written, {tag: len(paper.tagged(role)) for tag, role in CUT.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_break_cuts_no_table_and_no_sentence_for_the_ear(kind):
    written, tagged = counted(render_html(frozen(kind)), Paper(printed(kind)))

    assert tagged == written


def test_nor_in_long_minutes():
    """Scenario 83: a table of sixty rows over several pages is one table, its head said once."""
    data = long_minutes()

    written, tagged = counted(render_html(data), Paper(printed("hostile long minutes", data=data)))

    assert tagged == written


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_empty_is_announced(kind):
    paper = Paper(printed(kind))

    silent = (
        "/P",
        "/Span",
        "/Div",
        "/NonStruct",
        "/Sect",
        "/L",
        "/LI",
        "/LBody",
        "/H1",
        "/H2",
        "/H3",
    )
    assert [tag.role for tag in paper.tagged(*silent) if not tag.order] == []
    assert not [
        tag.role for tag in paper.tagged("/Caption", "/TH") if not whole(paper, tag).strip()
    ]


@pytest.mark.parametrize("kind", ["scoping", "certificate"])
def test_a_word_cut_at_the_end_of_a_line_stays_whole(kind):
    written = "".join(Page(render_html(frozen(kind))).words)
    paper = Paper(printed(kind))

    ends = {found[0] for said in paper.texts.values() if (found := re.search(r"\w+-$", said))}
    soft = [said for said in paper.texts.values() if said.endswith("\u00ad")]
    assert {end for end in ends if end not in written} == set()
    assert soft


class Typed(HTMLParser):
    """The words of a page that are said to be in another language, with that language."""

    def __init__(self, html):
        super().__init__()
        self.words, self.open, self.language = {}, [], ""
        self.feed(html.split("<body", 1)[1].split(">", 1)[1])

    def handle_starttag(self, tag, attributes):
        if not self.open:
            self.language = dict(attributes).get("lang", "")
        if self.language and (not self.open or tag == self.open[0]):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and tag == self.open[0]:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.words[self.language] = self.words.get(self.language, "") + bare(data)


def said_by_language(paper):
    """What the tags that name a language say, by language; the lines of one passage may be several tags."""
    said = {}
    for tag in paper.tags:
        if language := tag.words("/Lang"):
            said[language] = said.get(language, "") + bare(whole(paper, tag))
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_in_french_is_read_in_french_in_an_english_edition(kind):
    """Also the proof that WeasyPrint still builds its tags where the press listens."""
    paper = Paper(printed(kind, language="en"))

    written = Typed(render_html(frozen(kind), language="en")).words
    assert said_by_language(paper) == written
    assert {spoken(paper, tag) for tag in paper.tagged("/H2")} == {"en"}


def test_the_scoping_report_in_english_has_a_title_in_french():
    data = frozen("scoping")

    paper = Paper(printed("scoping", language="en"))

    title = paper.tagged("/H1")[0]
    assert title.words("/Lang") == "fr"
    assert bare(whole(paper, title)) == bare(data["project"]["title"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_in_one_language_says_it_once(kind):
    assert said_by_language(Paper(printed(kind))) == {}
