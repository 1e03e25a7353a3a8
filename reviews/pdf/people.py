"""Names with their sign: the shape of a voice beside whoever has to act."""

from typing import Any

from django.utils.translation import gettext_lazy as _

VOICES = {"bearer": _("Marketing"), "vendor": _("Prestataire"), "it": _("DSI")}


class People:
    """Finds the voice of a name among the three that signed, or « other »."""

    def __init__(self, voices: list[dict[str, Any]]) -> None:
        self._voices = {voice["name"]: voice["voice"] for voice in voices if voice.get("name")}

    def sign(self, name: str, voice: str = "") -> str:
        """The CSS class of a person's shape."""
        found = voice or self._voices.get(name, "")
        return found if found in VOICES else "other"

    def person(self, name: str, voice: str = "") -> dict[str, str]:
        """A name and its sign, as the templates show it."""
        return {"name": name, "sign": self.sign(name, voice)}
