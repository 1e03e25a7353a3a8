from django.urls import path

from governance.views import absences, house, mails, notices, profile, rules, tokens, unsubscription

app_name = "governance"
urlpatterns = [
    path("socle/", rules.rules, name="rules"),
    path("socle/<str:ref>/", rules.rule, name="rule"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/lecture/", notices.whole_reading, name="notices-reading"),
    path("notifications/<int:notice_id>/lecture/", notices.reading, name="notice-reading"),
    path("profil/", profile.profile, name="profile"),
    path("profil/agenda/", profile.calendar_feed, name="calendar-feed"),
    path("profil/agenda/retrait/", profile.calendar_feed_end, name="calendar-feed-end"),
    path("profil/courriels/", profile.mail_settings, name="mail-settings"),
    path("desabonnement/<str:sealed>/", unsubscription.unsubscription, name="unsubscription"),
    path("reglages/jetons/", tokens.tokens, name="tokens"),
    path(
        "reglages/jetons/<int:token_id>/retrait/", tokens.token_revocation, name="token-revocation"
    ),
    path("profil/apparence/", profile.theme, name="theme"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:absence_id>/fin/", absences.ending, name="absence-ending"),
    path("aide/", house.help_page, name="help"),
    path("accessibilite/", house.accessibility, name="accessibility"),
    path("composants/", house.components, name="components"),
    path("courriels/", mails.mails, name="mails"),
    path("courriels/<str:name>/", mails.mail, name="mail"),
    path("courriels/<str:name>/html/", mails.mail_html, name="mail-html"),
    path("sante/vivant/", house.health_live, name="health-live"),
    path("sante/pret/", house.health_ready, name="health-ready"),
]
