"""Where each floor answers. Paths are French, plural, ASCII; a verb is a noun with POST."""

from django.urls import include, path

urlpatterns = [
    path("", include("reviews.urls")),
    path("", include("projects.urls")),
    path("", include("governance.urls")),
]
