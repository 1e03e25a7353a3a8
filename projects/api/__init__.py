"""The door of inventories: systems and dependencies, read and written with a token, no cookie.

doorkeeper.py knows who comes; answers.py says refusals in plain French and compares versions;
systems.py and dependencies.py are the two nouns, through the same plans and verbs as an import.
"""
