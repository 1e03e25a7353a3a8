"""What a registration is filled with in tests, and where its screens are."""

import re

from django.urls import reverse

NEED = {
    "title": "Carte cadeau",
    "kind": "tool",
    "need": "Offrir en ligne une carte cadeau.",
    "audience": "Les clients",
    "launch_on": "2027-02-02",
    "launch_reason": "Saint-Valentin",
    "visibility": "public",
    "budget": "medium",
    "already_started": "",
}
PROFILE = {
    "q-personal_data": "yes",
    "q-sign_in": "no",
    "q-company_tool": "yes",
    "q-external_hosting": "unknown",
    "q-payment": "yes",
    "q-generative_ai": "no",
    "q-brand_emails": "yes",
}
PEOPLE = {"vendor_name": "Studio Lumen", "vendor_email": "mehdi@studio-lumen.example"}


def step_url(step, draft):
    return reverse(f"projects:registration-{step}", args=[draft.pk])


def send_url(draft):
    return reverse("reviews:registration", args=[draft.pk])


def text(response):
    """The page, with ordinary spaces."""
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def shown_marks(page):
    """What the form of a page carries: its tab and the print of what it showed."""
    html = page.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1)
        for name in ("onglet", "vu")
    }
