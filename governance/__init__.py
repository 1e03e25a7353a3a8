"""The rules of the house. Knows nothing of projects.

models/       people, calendar, vendors, topics, ground rules, catalogue, paths, journal, jobs, notices
roles.py      who may hold which role, in one sentence each
verdicts.py   "may she?": a yes, or a no that says why; and "not now" (WrongState)
journal.py    the append-only trail: record(), verify(), the registry of verbs
working_days.py  days that count, pure
catalogue.py  where a system stands in its life, what its fiche lacks
evaluation.py facts x ground rules -> verdicts, pure
pages.py      render_page: the whole page, or the piece htmx asked for
delivery.py   mail and inbox
"""
