"""Verbs that change several aggregates at once: keyword-only, atomic."""
