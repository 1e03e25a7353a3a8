from django.urls import path

from governance.views import house, mails, notices, profile, rules

app_name = "governance"
urlpatterns = [
    path("socle/", rules.rules, name="rules"),
    path("socle/<str:ref>/", rules.rule, name="rule"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/lecture/", notices.whole_reading, name="notices-reading"),
    path("notifications/<int:notice_id>/lecture/", notices.reading, name="notice-reading"),
    path("profil/", profile.profile, name="profile"),
    path("profil/apparence/", profile.theme, name="theme"),
    path("aide/", house.help_page, name="help"),
    path("accessibilite/", house.accessibility, name="accessibility"),
    path("composants/", house.components, name="components"),
    path("courriels/", mails.mails, name="mails"),
    path("courriels/<str:name>/", mails.mail, name="mail"),
    path("courriels/<str:name>/html/", mails.mail_html, name="mail-html"),
    path("sante/vivant/", house.health_live, name="health-live"),
    path("sante/pret/", house.health_ready, name="health-ready"),
]
