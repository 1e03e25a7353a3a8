"""The queue, and the whole day of the application on one screen.

The database remembers what must be done (Job and Notice rows); Celery only rings.
Every entry below may run late, twice or beside itself.
"""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

from config import doorbell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

RING = {"expires": 10}  # a bell that nobody heard for so long has been rung again since
SCHEDULE = {
    # every few seconds: what the bell missed
    "run-due-jobs": {"task": "governance.tasks.run_due_jobs", "schedule": 5.0, "options": RING},
    "send-due-notices": {
        "task": "governance.tasks.send_due_notices",
        "schedule": 5.0,
        "options": RING,
    },
    # every ten minutes: whose hour has come, who has a ball and should know it
    "plan-reminders": {
        "task": "reviews.tasks.plan_reminders",
        "schedule": settings.REMINDER_SECONDS,
    },
    # every minute: what the company's chat should hear
    "announce": {"task": "reviews.tasks.announce", "schedule": 60.0},
    # every hour: the minutes of meetings whose signatures are late
    "note-silences": {"task": "reviews.tasks.note_silences", "schedule": crontab(minute=20)},
    # every five minutes: the dates on offer of meetings, and those of projects that stopped
    "follow-meetings": {"task": "reviews.tasks.follow_meetings", "schedule": 300.0},
    # every hour: the head of the journal, kept outside the database
    "export-journal-head": {
        "task": "governance.tasks.export_journal_head",
        "schedule": crontab(minute=0),
    },
    # every hour: what the silence on a gate does, as it was announced
    "follow-gates": {"task": "reviews.tasks.follow_gates", "schedule": crontab(minute=40)},
    # every morning: what ends soon, and what ended
    "follow-renewals": {
        "task": "reviews.tasks.follow_renewals",
        "schedule": crontab(hour=6, minute=0),
    },
    # every five minutes: the documents whose scan gave up while the scanner was down
    "retry-scans": {"task": "projects.tasks.retry_scans", "schedule": 300.0},
    # every night: what depends on the date alone, then files without a row
    "ask-lapsed-choices": {
        "task": "projects.tasks.ask_lapsed_choices",
        "schedule": crontab(hour=0, minute=5),
    },
    "follow-systems": {
        "task": "projects.tasks.follow_systems",
        "schedule": crontab(hour=5, minute=30),
    },
    "refresh-portfolio": {
        "task": "projects.tasks.refresh_portfolio",
        "schedule": crontab(hour=0, minute=15),
    },
    "sweep-documents": {
        "task": "projects.tasks.sweep_documents",
        "schedule": crontab(hour=1, minute=30),
    },
}


def broker_settings(redis_url: str, folder) -> dict:
    """Redis in production; without it the file system, where losing a message is harmless."""
    if redis_url:
        return {
            "broker_url": redis_url,
            "redbeat_redis_url": redis_url,
            "redbeat_redis_options": {},
            "beat_scheduler": "config.beat.Beat",
            "redbeat_lock_timeout": settings.BEAT_LOCK_SECONDS,
            "beat_max_loop_interval": 5,  # also how often a waiting beat tries the lock again
            "broker_transport_options": {
                "visibility_timeout": 900,
                "unacked_restore_interval": 1,
                "unacked_restore_throttle": 1,
            },
        }
    queue = folder / "queue"
    queue.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": f"{doorbell.SCHEME}://localhost",
        "beat_schedule_filename": str(folder / "beat-schedule"),
        "broker_transport_options": {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "polling_interval": 0.2,
        },
    }


def make_app() -> Celery:
    app = Celery("cadrage")
    app.conf.update(
        broker_settings(settings.REDIS_URL, settings.DATA_DIR),
        beat_schedule=SCHEDULE,
        # PDFs have workers of their own in production; a worker without -Q takes both
        task_queues=[Queue("celery"), Queue("pdf")],
        task_default_queue="celery",
        task_routes={"governance.tasks.run_due_jobs": {"queue": "pdf"}},
        timezone=settings.TIME_ZONE,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        worker_hijack_root_logger=False,
    )
    app.autodiscover_tasks(["governance", "projects", "reviews"])
    return app


app = make_app()
