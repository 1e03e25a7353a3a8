"""Verbs that change several aggregates of a project at once: keyword-only, atomic."""
