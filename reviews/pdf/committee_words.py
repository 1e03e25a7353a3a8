"""The sentences of a committee report: what each signal is, why, what follows, what to do."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.typography import count_in_words
from reviews.pdf.dates import short_date
from reviews.pdf.people import VOICES
from reviews.pdf.summary import shortened

TEXT = 160
HEALTHS = ("good", "watch", "trouble", "live")


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A frozen signal in words."""
    words = {
        "blocker": blocker,
        "waiver": waiver,
        "rule_waiver": rule_waiver,
        "late_answer": late_answer,
        "passed_step": passed_step,
        "empty_seat": empty_seat,
    }[row["code"]](row)
    holder = row["who"]
    return {
        "project": row["project"],
        **dict(zip(("title", "cause", "effect", "proposal"), words, strict=True)),
        "who": who(holder) if holder["name"] else None,
    }


def blocker(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """A point that blocks a gate."""
    told = {"gate": row["gate"], "proof": shortened(row["proof"], TEXT)}
    proposal = (
        _("Apporter la preuve demandée : %(proof)s.") if row["proof"] else _("Le faire lever.")
    )
    return (
        _("Un point bloquant est ouvert"),
        shortened(row["text"], TEXT),
        _("Le point « %(gate)s » reste fermé.") % told,
        proposal % told,
    )


def waiver(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """A gate passed without validation, for a while that ends."""
    told = {"gate": row["gate"], "day": short_date(row["day"]), "why": shortened(row["text"], TEXT)}
    return (
        _("Une dérogation expire le %(day)s") % told,
        _("Point « %(gate)s » passé sans validation : %(why)s") % told,
        _("Le point redevient à confirmer, et le risque n’a plus de porteur."),
        _("Renouveler la dérogation avant cette date, ou faire décider le point."),
    )


def rule_waiver(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """A ground rule gone past for a while that ends."""
    told = {"rule": row["gate"], "day": short_date(row["day"]), "why": shortened(row["text"], TEXT)}
    return (
        _("Une dérogation au socle expire le %(day)s") % told,
        _("Règle %(rule)s : %(why)s") % told,
        _("La règle s’applique à nouveau au choix du projet."),
        _("Demander sa prolongation, ou mettre le choix en conformité."),
    )


def late_answer(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """An answer that does not come."""
    told = {"day": short_date(row["day"]), "late": late_days(row["days"])}
    told |= {"step": row["step"], "step_on": short_date(row["step_on"])}
    menaced = _("L’étape « %(step)s », prévue le %(step_on)s, attend.") if row["step"] else ""
    return (
        shortened(row["what"], TEXT),
        _("Attendu le %(day)s : %(late)s.") % told,
        menaced % told if menaced else _("Le projet n’avance pas."),
        _("Répondre, passer la main à un délégué, ou dire une autre date."),
    )


def passed_step(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """A step whose day has gone by."""
    told = {"step": row["step"], "day": short_date(row["day"]), "late": late_days(row["days"])}
    told |= {"launch": short_date(row["launch_on"])}
    return (
        _("L’étape « %(step)s » est passée") % told,
        _("Prévue le %(day)s, pas encore franchie : %(late)s.") % told,
        _("La mise en ligne du %(launch)s est menacée.") % told,
        _("Franchir l’étape, ou dater à nouveau la suite du chemin."),
    )


def empty_seat(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """A voice that nobody holds."""
    told = {"voice": str(VOICES.get(row["voice"], row["voice"]))}
    return (
        _("Une voix manque"),
        _("Le siège « %(voice)s » est à pourvoir.") % told,
        _("Le cadrage ne se signe pas sans cette voix."),
        _("Nommer une personne et l’inviter au projet."),
    )


def lead(signals: list[dict[str, Any]]) -> str:
    """« Sept choses feront mal si personne ne bouge. »"""
    if not signals:
        return _("Aucun signal : personne n’est en retard, rien n’expire dans le mois.")
    text = ngettext(
        "Une chose fera mal si personne ne bouge. Elle a une cause, une personne et une proposition.",
        "%(n)s choses feront mal si personne ne bouge. Chacune a une cause, une personne et une proposition.",
        len(signals),
    )
    return text % {"n": count_in_words(len(signals))}


def who(ball: dict[str, Any]) -> dict[str, Any]:
    """Who must move, and when: late by how much, or before which day."""
    sign = ball["side"] if ball["side"] in VOICES else "other"
    late = ball["late"]
    day = short_date(ball["due_on"], year=False)
    when = late_days(late) if late else _("avant le %(day)s") % {"day": day}
    return {"sign": sign, "name": ball["name"], "late": bool(late), "when": when if day else ""}


def late_days(days: int) -> str:
    """« retard de 4 jours »."""
    if not days:
        return _("aucun jour ouvré de retard")
    return ngettext("retard de %(n)d jour", "retard de %(n)d jours", days) % {"n": days}


def health(code: str) -> str:
    """The word of a project's health."""
    words = {
        "good": _("Sur la voie"),
        "watch": _("À surveiller"),
        "trouble": _("En difficulté"),
        "live": _("En service"),
    }
    return words.get(code, code)


def period(code: str) -> str:
    """The sentence of how far back the facts go; its day is put in by the cover."""
    words = {
        "month": _("Faits du dernier mois, depuis le %(since)s."),
        "quarter": _("Faits du dernier trimestre, depuis le %(since)s."),
        "half": _("Faits du dernier semestre, depuis le %(since)s."),
        "year": _("Faits de la dernière année, depuis le %(since)s."),
    }
    return words.get(code, _("Faits depuis le %(since)s."))


def selected(row: dict[str, Any] | str, asked_by: str) -> str:
    """A filter in the language of the pages; older reports kept only its words."""
    if isinstance(row, str):
        return row
    sides = {"mine": _("balle chez %(name)s") % {"name": asked_by}}
    sides |= {code: _("balle côté %(side)s") % {"side": name} for code, name in VOICES.items()}
    words = {
        "sante": {"risk": _("à risque")} | {code: health(code).lower() for code in HEALTHS},
        "balle": sides,
        "chemin": {
            "express": _("chemin express"),
            "standard": _("chemin standard"),
            "reinforced": _("chemin renforcé"),
        },
    }
    return words.get(row["name"], {}).get(row["value"], row["label"])
