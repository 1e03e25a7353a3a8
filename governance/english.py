"""The reference data said in English: for a sentence of reference/, the sentence of its english.toml."""

import tomllib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "english.toml"
SPACES = str.maketrans("\u00a0\u202f", "  ")


def in_english(text: str) -> str:
    """The English of a sentence of the reference data; what a company wrote itself stays as it is."""
    return sentences().get(text.translate(SPACES), text)


@lru_cache(maxsize=1)
def sentences() -> dict[str, str]:
    """Every French sentence of the file, with its English."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {french: said for noun in content.values() for french, said in noun.items()}
