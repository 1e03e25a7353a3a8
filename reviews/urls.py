from django.urls import path

from reviews.views import (
    changes,
    decisions,
    desk,
    findings,
    gates,
    items,
    known,
    later_checks,
    meetings,
    minutes,
    registration,
    reports,
)

app_name = "reviews"
urlpatterns = [
    path("", desk.home, name="home"),
    path(
        "brouillons/<int:draft_id>/enregistrement/", registration.registration, name="registration"
    ),
    path("projets/<str:key>/cadrage/", meetings.scoping, name="scoping"),
    path("reunions/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("reunions/<int:meeting_id>/date/", meetings.meeting_date, name="meeting-date"),
    path("reunions/<int:meeting_id>/ouverture/", meetings.meeting_opening, name="meeting-opening"),
    path("reunions/<int:meeting_id>/cloture/", meetings.closing, name="closing"),
    path("reunions/<int:meeting_id>/invitation.ics", meetings.invite_file, name="invite-file"),
    path("reunions/points/<int:item_id>/", items.item, name="item"),
    path("reunions/points/<int:item_id>/issues/", items.item_outcome, name="item-outcome"),
    path("comptes-rendus/<int:minutes_id>/", minutes.minutes, name="minutes"),
    path("comptes-rendus/<int:minutes_id>/signature/", minutes.signature, name="signature"),
    path("issues/<int:outcome_id>/", minutes.outcome, name="outcome"),
    path("projets/<str:key>/validations/", gates.gates, name="gates"),
    path("jalons/<int:gate_id>/", gates.gate, name="gate"),
    path("jalons/<int:gate_id>/passage/", gates.submission, name="submission"),
    path("jalons/<int:gate_id>/avis/", gates.opinion, name="opinion"),
    path("jalons/<int:gate_id>/decision/", decisions.decision, name="decision"),
    path("jalons/<int:gate_id>/derogation/", gates.waiver, name="waiver"),
    path(
        "jalons/<int:gate_id>/choix-connus/<int:choice_id>/",
        known.known_choice,
        name="known-choice",
    ),
    path("projets/<str:key>/constats/", findings.findings, name="findings"),
    path("constats/<int:finding_id>/", findings.finding, name="finding"),
    path("constats/<int:finding_id>/levee/", findings.lifting, name="finding-lifting"),
    path("projets/<str:key>/dossier/", reports.request_report, name="report-request"),
    path("documents/<int:report_id>/", reports.report, name="report"),
    path("documents/<int:report_id>/fichier/", reports.report_file, name="report-file"),
    path("projets/<str:key>/changement/", changes.scope_change, name="scope-change"),
    path("projets/<str:key>/niveau/", changes.level_change, name="level-change"),
    path("niveaux/<int:change_id>/", changes.level_answer, name="level-answer"),
    path("relectures/<str:key>/", later_checks.later_check, name="later-check"),
    path("verifier/", reports.verification, name="verification"),
    path("verifier/<str:code>/", reports.verification, name="verification-code"),
]
