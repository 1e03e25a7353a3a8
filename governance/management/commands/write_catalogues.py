"""Bring the catalogues up to date with the code (needs GNU gettext; committed with the change).

locale/en             English: every sentence, written by people
locale/fr             French plurals: the two forms that French needs, 0 included
locale/typography/fr  French sentences with their no-break spaces: written by this command alone
"""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from governance.typography import NBSP, french

LOCALE = settings.ROOT / "locale"
PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{[^}]*\}|<[^>]*>)")
IGNORED = ("tests/*", "node_modules/*", ".venv/*", "build/*", "var/*", "bin/*")


class Command(BaseCommand):
    help = "Write the catalogues; with --check, change nothing and fail when one is behind."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check=False, **options):
        before = {path: path.read_bytes() for path in catalogues()}
        extract()
        write_plurals()
        write_typography()
        missing = untranslated()
        behind = [path for path in catalogues() if meaning(path) != meaning_of(before.get(path))]
        if check:
            for path, content in before.items():
                path.write_bytes(content)
            if behind or missing:
                raise CommandError(f"behind: {behind}; without English: {missing[:20]}")
        self.stdout.write(f"catalogues: {len(missing)} sentences without English")


def catalogues() -> list[Path]:
    return sorted(LOCALE.rglob("*.po"))


def extract() -> None:
    """Read every sentence of the code; sentences that are gone leave the catalogues."""
    call_command(
        "makemessages",
        locale=["en", "fr"],
        ignore_patterns=list(IGNORED),
        no_location=True,
        no_obsolete=True,
        no_wrap=True,
        extensions=["html", "txt", "py"],
        verbosity=0,
    )
    for language in ("en", "fr"):
        forget_guesses(LOCALE / language / "LC_MESSAGES" / "django.po")


def forget_guesses(path: Path) -> None:
    """A sentence that resembles an old one is not translated by it."""
    catalogue = load(path)
    for message in catalogue:
        if message.id and message.fuzzy:
            message.string = ("", "") if message.pluralizable else ""
            message.flags.discard("fuzzy")
    save(catalogue, path)


def write_plurals() -> None:
    """The French catalogue keeps plurals alone: French is the language of the code."""
    path = LOCALE / "fr" / "LC_MESSAGES" / "django.po"
    plurals = Catalog(locale="fr", charset="utf-8", header_comment="# French plurals.")
    for message in load(path):
        if message.id and message.pluralizable:
            plurals.add(message.id, tuple(message.id), context=message.context)
    save(plurals, path)


def write_typography() -> None:
    """Every French sentence that needs a no-break space or a curly apostrophe, with it."""
    written = Catalog(locale="fr", charset="utf-8", header_comment="# Written by write_catalogues.")
    for message in load(LOCALE / "en" / "LC_MESSAGES" / "django.po"):
        if not message.id:
            continue
        if message.pluralizable:
            written.add(message.id, tuple(typeset(form) for form in message.id))
        elif typeset(message.id) != message.id:
            written.add(message.id, typeset(message.id), context=message.context)
    path = LOCALE / "typography" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    save(written, path)


def typeset(sentence: str) -> str:
    """French typography around placeholders and tags, which stay as they are."""
    parts = PLACEHOLDER.split(sentence)
    marks = {f"\ue000{index}\ue001": part for index, part in enumerate(parts) if index % 2}
    plain = "".join(
        f"\ue000{index}\ue001" if index % 2 else part for index, part in enumerate(parts)
    )
    plain = french(plain)
    for mark, part in marks.items():
        plain = plain.replace(mark, part)
    return re.sub(r" +(?=%%)", NBSP, plain)


def untranslated() -> list[str]:
    """The sentences that have no English yet."""
    return [
        str(message.id)
        for message in load(LOCALE / "en" / "LC_MESSAGES" / "django.po")
        if message.id and not (all(message.string) if message.pluralizable else message.string)
    ]


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def save(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True, no_location=True)


def meaning(path: Path):
    """What a catalogue says, whatever its dates and its order."""
    return {(str(m.id), m.context): m.string for m in load(path) if m.id}


def meaning_of(content: bytes | None):
    if content is None:
        return None
    return {(str(m.id), m.context): m.string for m in read_po(BytesIO(content)) if m.id}
