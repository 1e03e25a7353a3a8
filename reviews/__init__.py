"""What the three voices decide together.

A gate:     preparing -> submitted -> approved | reserved | refused
                 ^            |
                 +-- changes <-+        (a waiver lets the project go on without it)
A meeting:  planned -> held -> closed -> signed | contested

agenda.py     what must be talked about, the irreversible first, pure
snapshots.py  what is frozen: rounds, minutes, reports
mail.py       the notices of this floor, in words
pdf/          frozen data -> HTML -> PDF
May touch projects and governance; nothing touches it.
"""
