"""What the three voices decide together.

A gate:     preparing -> submitted -> approved | reserved | refused
                 ^            |
                 +-- changes <-+        (a waiver lets the project go on without it)
A meeting:  planned -> held -> closed -> signed | contested

agenda.py     what must be talked about, the irreversible first, pure
snapshots.py  what is frozen: rounds, minutes, reports
pages/        what each page shows, as plain values; the same nouns as views/
words/        how things are said, on pages and in e-mails alike
pdf/          frozen data -> HTML -> PDF
May touch projects and governance; nothing touches it.
"""
