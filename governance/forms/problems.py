"""What a verb missed, put beside the fields of the form that called it."""

from django import forms

from governance.verdicts import Incomplete


def add_problems(form: forms.Form, incomplete: Incomplete) -> None:
    """Show each sentence beside the field it names, or at the top when the form has no such field."""
    for name, sentence in incomplete.problems.items():
        form.add_error(name if name in form.fields else None, sentence)
