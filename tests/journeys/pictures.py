"""Pictures that a run keeps beside its logs, to be looked at."""

from tests.journeys.house import ROOT

FOLDER = ROOT / "var" / "ci" / "pictures"
SETTLED = "Promise.all(document.getAnimations().map(moving => moving.finished))"
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


def keep(page, name: str, *, full_page: bool = False) -> list:
    """A page in light, in dark and on a phone, under a name; the files, in that order."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = []
    for suffix, look, size in (
        ("", "light", WIDE),
        ("-dark", "dark", WIDE),
        ("-390", "light", PHONE),
    ):
        page.emulate_media(color_scheme=look, reduced_motion="reduce")
        page.set_viewport_size(size)
        kept.append(FOLDER / f"{name}{suffix}.png")
        page.evaluate(SETTLED)
        page.screenshot(path=kept[-1], full_page=full_page or size == PHONE)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return kept
