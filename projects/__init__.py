"""What marketing registers and what it will touch.

A project's life: registered, scoped by three voices, in service; or cancelled.

registration.py  answers -> path (level, gates, dated milestones, topics, dependencies), pure
topics.py        the state of a topic, computed in one place
portfolio.py     the columns and rows of the portfolio, written by one function
mapping.py       dependencies -> geometry of the project map
actions.py       verbs that change several aggregates
May touch governance, never reviews.
"""
