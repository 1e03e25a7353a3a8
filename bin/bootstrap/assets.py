"""From static/ and node_modules to build/static: one style sheet, one script, fonts, icons."""

import re
import shutil

from console import Trouble, run, step
from places import BUILD, NODE_MODULES, ROOT, Stamp, fingerprint

STATIC = ROOT / "static"
ICONS = STATIC / "icons.txt"
SPRITES = NODE_MODULES / "@tabler" / "icons-sprite" / "dist"
SPRITE_NAMES = ("tabler-sprite.svg", "tabler-sprite-filled.svg")
SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)".*?</symbol>', re.DOTALL)
STAMP = Stamp(BUILD.parent / "assets.json")
LOADERS = [f"--loader:.{kind}=file" for kind in ("woff2", "svg", "png")]


def ensure() -> None:
    """build/static is what static/ and the locked packages say."""
    made_from = fingerprint(sources(), str(LOADERS))
    if STAMP.read().get("made_from") == made_from and (BUILD / "icons.svg").exists():
        return
    with step("Styles, scripts, polices et icônes"):
        build()
        STAMP.write(made_from=made_from)


def sources() -> list:
    own = [path for path in STATIC.rglob("*") if path.suffix in (".css", ".js", ".txt", ".svg")]
    return [*own, ROOT / "package-lock.json"]


def build() -> None:
    """Everything is made beside, then takes the place of the former folder in one move."""
    fresh = BUILD.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    entries = [path for path in (STATIC / "css/app.css", STATIC / "js/app.js") if path.exists()]
    names = ["--entry-names=[name]", "--asset-names=fonts/[name]", "--external:/static/*"]
    options = ["--bundle", "--minify", "--target=es2022", "--log-level=warning"]
    run([esbuild(), *entries, *options, *names, *LOADERS, f"--outdir={fresh}"], cwd=ROOT)
    wanted = ICONS.read_text().split() if ICONS.exists() else []
    everything = "".join((SPRITES / name).read_text() for name in SPRITE_NAMES)
    (fresh / "icons.svg").write_text(sprite(wanted, everything))
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)


def esbuild():
    """The compiled program itself: a later build needs no Node."""
    found = next(NODE_MODULES.glob("@esbuild/*/bin/esbuild"), None)
    if not found:
        raise Trouble(
            "esbuild manque : supprimez node_modules et relancez.",
            "esbuild is missing: remove node_modules and run again.",
        )
    return found


def sprite(wanted: list[str], everything: str) -> str:
    """Only the icons that the pages use, in the order of the list."""
    known = {match[1]: match[0] for match in SYMBOL.finditer(everything)}
    absent = sorted(set(wanted) - known.keys())
    if absent:
        names = ", ".join(absent)
        raise Trouble(
            f"static/icons.txt : icônes inconnues de Tabler : {names}",
            f"static/icons.txt: Tabler has no such icons: {names}",
        )
    symbols = "\n".join(known[name] for name in dict.fromkeys(wanted))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
