"""Finding a project by a few letters, whatever their case and accents."""

import unicodedata

MOST_WORDS = 6


def plain(text: str) -> str:
    """The same text without case or accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def words(query: str) -> list[str]:
    """What is looked for: a few plain words, each of which must be found."""
    return plain(query.replace("\0", " ")).split()[:MOST_WORDS]


def searchable(project, people: list[str]) -> str:
    """What a project can be found by: its key, its title, its vendor, its three voices."""
    vendor = str(project.vendor) if project.vendor_id else ""
    return plain(" ".join([project.key, project.title, vendor, *people]))
