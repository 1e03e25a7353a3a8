"""From HTML to the file: layout in a child process that has neither network, nor secrets, nor unlimited time."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf import child
from reviews.pdf.assets import ROOT, style_sheets
from reviews.pdf.child import Beat
from reviews.pdf.errors import PdfFailed, PdfTooLong, PdfUnavailable
from reviews.pdf.fonts import ready_fonts
from reviews.pdf.frozen import canonical, digest
from reviews.pdf.logo import company_logo
from reviews.pdf.proof import attachment_name
from reviews.pdf.scripts import script_faces

VARIANTS = ("pdf/a-3a", "pdf/ua-1")
CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES = 60, 180, 2_000_000_000
COMMAND = (sys.executable, str(Path(__file__).parent / "press"))
UNAVAILABLE, OUT_OF_TIME, OUT_OF_MEMORY = 3, -24, 4

_PASSED_ON = ("PATH", "HOME", "TMPDIR", "TEMP", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
              "XDG_CACHE_HOME", "XDG_DATA_DIRS", "SYSTEMROOT")  # fmt: skip


def render_pdf(html: str, *, data: dict[str, Any], variant: str = "pdf/a-3a") -> bytes:
    """One file, with its frozen data attached; the same data always gives the same bytes."""
    return render_files(html, data=data, variants=(variant,))[variant]


def render_files(
    html: str,
    *,
    data: dict[str, Any],
    variants: tuple[str, ...] = VARIANTS,
    beat: Beat = lambda _percent, _step: None,
) -> dict[str, bytes]:
    """The same pages as several files, laid out once; `beat` hears how far it is and may stop it by raising."""
    if unknown := set(variants) - set(VARIANTS):
        raise ValueError(f"unknown variants {unknown}")
    order = json.dumps(_order(html, data) | {"variants": variants}).encode()
    try:
        ended = child.run(
            COMMAND, order, seconds=WALL_SECONDS, beat=beat, cwd=ROOT, env=_environment()
        )
    except child.TooSlow as error:
        raise _too_slow(f"wall clock, {error}") from error
    whole = all(ended.files.get(variant, b"").startswith(b"%PDF-") for variant in variants)
    if ended.code or not whole:
        raise _failure(ended.code, ended.log)
    return ended.files


def _order(html: str, data: dict[str, Any]) -> dict[str, Any]:
    rules, faces = script_faces(html)
    return {
        "html": html.replace("</head>", f"<style>{rules}</style></head>", 1),
        "assets": style_sheets() | ready_fonts() | faces | company_logo(),
        "families": [name.removesuffix(".ttf") for name in faces],
        "identifier": digest(data)[:32],
        "created": data.get("frozen_at", ""),
        "attachment": canonical(data).decode("utf-8", "replace"),
        "attachment_name": attachment_name(data.get("kind", "")),
        "attachment_title": _("Données du document"),
        "link_title": _("Aller à : %s"),
        "limits": {"cpu": CPU_SECONDS, "memory": MEMORY_BYTES},
        "parent": os.getpid(),
    }


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def _failure(code: int, detail: str) -> Exception:
    if code == UNAVAILABLE:
        return PdfUnavailable(
            _(
                "Ce serveur ne peut pas fabriquer de PDF : il lui manque Pango ou une police. Prévenez la personne qui l’administre."
            ),
            detail,
        )
    if code in (OUT_OF_TIME, OUT_OF_MEMORY):
        return _too_slow(detail)
    return PdfFailed(
        _(
            "Le PDF n’a pas pu être fabriqué. Redemandez-le ; si cela recommence, prévenez la personne qui administre Cadrage."
        ),
        f"exit {code}: {detail}",
    )


def _too_slow(detail: str) -> PdfTooLong:
    return PdfTooLong(
        _(
            "Ce dossier est trop long : sa mise en page a dépassé les limites permises. Raccourcissez les textes les plus longs, puis redemandez-le."
        ),
        detail,
    )
