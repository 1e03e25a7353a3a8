"""Whether what was said in a meeting may already carry a gate."""

from django.utils.translation import gettext as _

from governance.roles import Voice
from projects.models import Project
from reviews.minutes import THE_VOICE, listed
from reviews.models import Minutes


def unheard_voices(project: Project) -> list[str]:
    """The voices that missed the last meeting and have not read and answered its minutes."""
    rows = Minutes.objects.filter(meeting__project=project)
    minutes = rows.order_by("-closed_at", "-pk").first()
    if minutes is None:
        return []
    present = minutes.content["present"]
    answered = set(minutes.signatures.values_list("voice", flat=True))
    return [voice for voice in Voice.values if voice not in present and voice not in answered]


def resting_problem(project: Project) -> str:
    """Why no gate may rest on the last meeting yet; nothing when it may."""
    voices = [str(THE_VOICE[Voice(voice)]) for voice in unheard_voices(project)]
    if not voices:
        return ""
    return _(
        "La réunion de cadrage s’est tenue sans %(voices)s : aucun point de validation ne "
        "s’appuie dessus avant que le compte rendu soit lu et répondu."
    ) % {"voices": listed(voices)}
