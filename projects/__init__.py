"""What marketing registers and what it will touch.

A project's life: registered, scoped by three voices, in service; or cancelled.

reference.py     what the steward wrote about paths, read once into plain rows
registration.py  answers -> path (level, gates, dated milestones, topics, dependencies), pure
path.py          what a path is made of, pure
dating.py        the dates of a path, backwards from the launch, pure
commitments.py   what was done before registration, and what to read first, pure
collisions.py    another project on the same system in the same weeks, a launch in a freeze
agreements.py    what two projects agreed about it, while it still covers what crosses
impact.py        who leans on a system, when, and whom something on it would hit
announced.py     what its systems prepare for a project, as signals
unclear.py       a topic that nobody could answer: who clears it, before which step, pure
path_words.py    a path in the words and shapes of the pages
wizard.py        how far a draft is: its steps, its path, who could come (referents.py)
topics.py        the state of a topic, computed in one place
portfolio.py     the columns and rows of the portfolio, written by one function
mapping.py       dependencies -> lanes and columns of the project map
placing.py       lanes and columns -> places on a page or on paper, pure
drawing.py       places -> the SVG of the page and of the printed report
reuse.py         an agreement of an owner that another project may take up
actions.py       verbs that change several aggregates
May touch governance, never reviews.
"""
