from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("validations")

    def ready(self):
        from reviews import guest_rooms, letters, verbs
        from reviews.actions import findings, leaning, rounds

        verbs.register_all()
        letters.register_all()
        guest_rooms.register_all()
        rounds.register_all()
        findings.register_all()
        leaning.register_all()
