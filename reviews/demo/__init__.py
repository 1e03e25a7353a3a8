"""The demo company, Maison Verdier: twelve projects played through the verbs, day by day.

cast.py     who they are
stage.py    the days go by: every act happens at its hour, mails and reminders leave as in life
story.py    what one project can do, in one line each
stories.py  the twelve projects
"""
