"""What a verb missed, put beside the fields of the form that called it."""

from collections.abc import Callable

from django import forms

from governance.verdicts import Incomplete, WrongState

DONE, TOO_LATE, TO_COMPLETE = 200, 409, 422


def attempt(form: forms.Form, verb: Callable, **facts) -> int:
    """Call a verb with what was typed; what stops it is said on the form, which keeps it all."""
    if not form.is_valid():
        return TO_COMPLETE
    try:
        verb(**facts, **form.cleaned_data)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return TO_COMPLETE
    except WrongState as too_late:
        form.add_error(None, str(too_late))
        return TOO_LATE
    return DONE


def add_problems(form: forms.Form, incomplete: Incomplete) -> None:
    """Show each sentence beside the field it names, or at the top when the form has no such field."""
    for name, sentence in incomplete.problems.items():
        form.add_error(name if name in form.fields else None, sentence)
