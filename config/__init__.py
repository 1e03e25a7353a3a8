"""Wires the three floors together; holds no rule."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
