from django.urls import path

from projects.views import (
    choices,
    dependencies,
    documents,
    guests,
    invitations,
    portfolio,
    projects,
    registration,
    registration_path,
    seats,
    steward,
    steward_parts,
    topics,
)

app_name = "projects"
urlpatterns = [
    path("projets/nouveau/", registration.registration, name="registration"),
    path("brouillons/<int:draft_id>/besoin/", registration.need, name="registration-need"),
    path("brouillons/<int:draft_id>/profil/", registration.profile, name="registration-profile"),
    path("brouillons/<int:draft_id>/chemin/", registration_path.path, name="registration-path"),
    path("projets/nouveau/semblables/", registration.likeness, name="registration-likeness"),
    path("portefeuille/", portfolio.portfolio, name="portfolio"),
    path("portefeuille/export.csv", portfolio.portfolio_export, name="portfolio-export"),
    path("projets/<str:key>/", projects.project, name="project"),
    path("projets/<str:key>/journal/", projects.journal, name="journal"),
    path("projets/<str:key>/mise-en-service/", projects.launch, name="launch"),
    path("projets/<str:key>/dependances/", dependencies.dependencies, name="dependencies"),
    path(
        "projets/<str:key>/dependances/ajout/", dependencies.dependency_add, name="dependency-add"
    ),
    path("dependances/<int:dependency_id>/", dependencies.dependency, name="dependency"),
    path("projets/<str:key>/choix/", choices.topics, name="topics"),
    path("projets/<str:key>/prestataire/", seats.vendor_invitation, name="vendor-invitation"),
    path("sujets/<int:subject_id>/", choices.choice, name="choice"),
    path("sujets/<int:subject_id>/verdict/", choices.verdicts, name="verdicts"),
    path("sujets/<int:subject_id>/eclaircir/", topics.topic_clearing, name="topic-clearing"),
    path("sujets/<int:subject_id>/voix/", topics.topic_voice, name="topic-voice"),
    path("sujets/<int:subject_id>/pieces/", documents.document_add, name="document-add"),
    path("pieces/<int:document_id>/", documents.document, name="document"),
    path("sieges/<int:seat_id>/", seats.seat, name="seat"),
    path("sieges/<int:seat_id>/relais/", seats.seat_handover, name="seat-handover"),
    path("sieges/<int:seat_id>/depart/", seats.seat_departure, name="seat-departure"),
    path("reglages/invites/", guests.guests, name="guests"),
    path(
        "reglages/invites/<int:person_id>/sessions/", guests.guest_sessions, name="guest-sessions"
    ),
    path("reglages/invites/<int:person_id>/fermeture/", guests.guest_closing, name="guest-closing"),
    path("reglages/invites/<int:person_id>/retour/", guests.guest_opening, name="guest-opening"),
    path("reglages/sessions/<int:session_id>/", guests.guest_session, name="guest-session"),
    path("reglages/chemins/", steward.paths, name="paths"),
    path("reglages/chemins/<slug:noun>/ajout/", steward_parts.part_add, name="path-part-add"),
    path("reglages/chemins/<slug:noun>/<int:part_id>/", steward_parts.part, name="path-part"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
