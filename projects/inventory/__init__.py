"""What an inventory outside says of the systems: read, compared with ours; and ours, told back.

tables.py, mercator.py and archimate.py turn a file into rows; columns.py names their columns;
systems.py and dependencies.py say what each row would do, and why it is refused; written.py writes
the catalogue in the same columns. Nothing here changes a row of the database: verbs do.
"""
