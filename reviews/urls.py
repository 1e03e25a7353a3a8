from django.urls import path

from reviews.views import decisions, desk, findings, gates, reports

app_name = "reviews"
urlpatterns = [
    path("", desk.home, name="home"),
    path("projets/<str:key>/validations/", gates.gates, name="gates"),
    path("jalons/<int:gate_id>/", gates.gate, name="gate"),
    path("jalons/<int:gate_id>/passage/", gates.submission, name="submission"),
    path("jalons/<int:gate_id>/avis/", gates.opinion, name="opinion"),
    path("jalons/<int:gate_id>/decision/", decisions.decision, name="decision"),
    path("jalons/<int:gate_id>/derogation/", gates.waiver, name="waiver"),
    path("projets/<str:key>/constats/", findings.findings, name="findings"),
    path("constats/<int:finding_id>/", findings.finding, name="finding"),
    path("constats/<int:finding_id>/levee/", findings.lifting, name="finding-lifting"),
    path("projets/<str:key>/dossier/", reports.request_report, name="report-request"),
    path("documents/<int:report_id>/", reports.report, name="report"),
    path("documents/<int:report_id>/fichier/", reports.report_file, name="report-file"),
    path("verifier/", reports.verification, name="verification"),
    path("verifier/<str:code>/", reports.verification, name="verification-code"),
]
