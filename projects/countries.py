"""The countries of the world in the reader's language, those of the European area first."""

import unicodedata
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.evaluation import COUNTRY_GROUPS

NOT_COUNTRIES = frozenset({
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
})  # fmt: skip


def name(code: str) -> str:
    """The name of a country, or its code when nobody knows it."""
    return _names(get_language() or "fr").get(code, code)


def choices() -> list:
    """Every country for a list to choose from, in two groups."""
    names = _names(get_language() or "fr")
    near, far = [], []
    for code, label in sorted(names.items(), key=lambda item: _plain(item[1])):
        (near if code in COUNTRY_GROUPS["EEA"] else far).append((code, label))
    return [
        ("", _("Choisissez un pays")),
        (_("Union européenne et Espace économique européen"), near),
        (_("Autres pays"), far),
    ]


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language, sep="-").territories
    return {
        code: label
        for code, label in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
