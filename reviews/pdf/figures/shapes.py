"""The two shapes of a path: a round milestone, a lozenge for a validation gate; a sign inside says the state."""

from reviews.pdf.figures.svg import INK


def milestone(x: float, y: float, radius: float, state: str) -> str:
    """done, now, late, or still to come."""
    ink, sheet, circle = INK["ink"], INK["sheet"], f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"'
    if state == "done":
        return f'{circle} fill="{ink}"/>' + _tick(x, y, radius * 1.34, sheet)
    if state == "now":
        return f'{circle} fill="{INK["ball"]}" stroke="{ink}" stroke-width="1.8"/>'
    if state == "late":
        return f'{circle} fill="{sheet}" stroke="{INK["ko"]}" stroke-width="1.6"/>' + _bang(
            x, y, radius * 1.15
        )
    return f'{circle} fill="{sheet}" stroke="{ink}" stroke-width="1.2"/>'


def gate(x: float, y: float, half: float, state: str) -> str:
    """approved, reserved, changes, refused, tacit, waived, now, late, or still to come."""
    ink, sheet = INK["ink"], INK["sheet"]
    if state == "approved":
        return f'<path d="{_lozenge(x, y, half)}" fill="{ink}"/>' + _tick(x, y, half, sheet)
    if state == "now":
        return f'<path d="{_lozenge(x, y, half)}" fill="{INK["ball"]}" stroke="{ink}" stroke-width="1.8"/>'
    if state == "late":
        return _outline(x, y, half, "ko", 1.6) + _bang(x, y, half * 0.85)
    if state == "waived":
        return _outline(x, y, half, "warn", 1.2) + _hatching(x, y, half)
    inside = {"reserved": _half, "changes": _cross, "refused": _cross}.get(state)
    return _outline(x, y, half, "ink", 1.2) + (inside(x, y, half) if inside else "")


def _lozenge(x: float, y: float, half: float) -> str:
    return f"M{x:g} {y - half:g}l{half:g} {half:g}-{half:g} {half:g}-{half:g}-{half:g}z"


def _outline(x: float, y: float, half: float, colour: str, width: float) -> str:
    return f'<path d="{_lozenge(x, y, half)}" fill="{INK["sheet"]}" stroke="{INK[colour]}" stroke-width="{width:g}"/>'


def _half(x: float, y: float, half: float) -> str:
    return f'<path d="M{x:g} {y - half:g}v{2 * half:g}l-{half:g}-{half:g}z" fill="{INK["ink"]}"/>'


def _cross(x: float, y: float, half: float) -> str:
    c = half * 0.3
    return f'<path d="M{x - c:g} {y - c:g}l{2 * c:g} {2 * c:g}M{x + c:g} {y - c:g}l-{2 * c:g} {2 * c:g}" stroke="{INK["ink"]}" stroke-width="1.2"/>'


def _tick(x: float, y: float, half: float, colour: str) -> str:
    return (
        f'<path d="M{x - half * 0.36:g} {y + half * 0.04:g}l{half * 0.27:g} {half * 0.27:g} {half * 0.46:g}-{half * 0.56:g}" '
        f'fill="none" stroke="{colour}" stroke-width="{half * 0.19:g}"/>'
    )


def _bang(x: float, y: float, half: float) -> str:
    return (
        f'<path d="M{x:g} {y - half * 0.48:g}v{half * 0.55:g}M{x:g} {y + half * 0.27:g}v{half * 0.22:g}" '
        f'stroke="{INK["ko"]}" stroke-width="1.4"/>'
    )


def _hatching(x: float, y: float, half: float) -> str:
    strokes = "".join(
        f"M{x - half * 0.62 + k * half * 0.34:g} {y - half * 0.02 - k * half * 0.34:g}l{half * 0.64:g} {half * 0.64:g}"
        for k in (0, 1, 2)
    )
    return f'<path d="{strokes}" stroke="{INK["warn"]}" stroke-width=".9"/>'
