"""Pango and one font for the PDFs: the machine's, installed, unpacked here, or none."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

import apt
from console import Trouble, run, say, step
from places import NATIVE, VAR, Stamp

STAMP = Stamp(VAR / "stamps" / "native.json")
MAC = sys.platform == "darwin"
LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz-subset", "fontconfig")
SONAMES = {"fontconfig": "1"}
DEBIAN_LIBRARIES = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fontconfig-config",
]
DEBIAN_FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><dir>~/.local/share/fonts</dir>
  <cachedir>{root}/cache</cachedir>
</fontconfig>
"""


def ensure() -> None:
    """Whatever the machine lacks for PDFs is there afterwards, or PDFs are said to be off."""
    if complete() or STAMP.read().get("pdf") == "unpacked" and folders():
        return
    with step("Bibliothèques des PDF (Pango, une police)"):
        try:
            STAMP.write(pdf=provide())
        except Trouble as trouble:
            STAMP.write(pdf="off")
            say(f"{trouble}\n! Cadrage marchera sans PDF. / Cadrage will run without PDFs.")


def complete() -> bool:
    return all(loads(name) for name in LIBRARIES) and has_font()


def loads(name: str) -> bool:
    number = SONAMES.get(name, "0")
    names = [f"lib{name}.so.{number}"]
    if MAC:
        names = [f"{folder}/lib{name}.{number}.dylib" for folder in mac_folders()]
    for candidate in names:
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def has_font() -> bool:
    """WeasyPrint dies on a machine that has no font at all."""
    files = (
        path for folder in FONT_FOLDERS for path in Path(folder).expanduser().rglob("*.[to]tf")
    )
    return MAC or any(files)


def provide() -> str:
    if MAC:
        return brew()
    missing = [] if all(loads(name) for name in LIBRARIES) else DEBIAN_LIBRARIES
    missing = missing + ([] if has_font() else [DEBIAN_FONT])
    if not apt.present():
        raise Trouble("Installez Pango et une police.", "Install Pango and one font.")
    prefix = apt.privilege()
    if prefix is not None:
        apt.install(missing, prefix)
        return "installed"
    apt.unpack([*DEBIAN_LIBRARIES, DEBIAN_FONT])
    (NATIVE / "fonts.conf").write_text(FONTCONFIG.format(root=apt.UNPACKED))
    return "unpacked"


def brew() -> str:
    if not shutil.which("brew"):
        raise Trouble(
            "Installez Homebrew, puis : brew install pango",
            "Install Homebrew, then: brew install pango",
        )
    say("→ brew install pango")
    run(["brew", "install", "--quiet", "pango"])
    return "installed"


def mac_folders() -> list[str]:
    return ["/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"]


def folders() -> list[str]:
    """The library folders that we unpacked ourselves."""
    found = [*apt.UNPACKED.glob("usr/lib/*-linux-gnu*"), *apt.UNPACKED.glob("lib/*-linux-gnu*")]
    return [str(folder) for folder in found]


def environment() -> dict[str, str]:
    """What a process that makes PDFs must find in its environment."""
    env = dict(os.environ)
    if MAC:
        own = env.get("DYLD_FALLBACK_LIBRARY_PATH", "")
        env["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(filter(None, [own, *mac_folders()]))
    elif STAMP.read().get("pdf") == "unpacked" and folders():
        own = env.get("LD_LIBRARY_PATH", "")
        env["LD_LIBRARY_PATH"] = ":".join(filter(None, [own, *folders()]))
        env["FONTCONFIG_FILE"] = str(NATIVE / "fonts.conf")
    if STAMP.read().get("pdf") == "off":
        env["CADRAGE_PDF"] = "off"
    return env
