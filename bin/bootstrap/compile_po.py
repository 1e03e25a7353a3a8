"""Run inside the environment, which has Babel: each catalogue of locale/ beside its compiled twin.

A fuzzy header does not condemn a catalogue here, as it does for pybabel; a fuzzy message is left out.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"

if __name__ == "__main__":
    for source in sorted(LOCALE.rglob("*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
