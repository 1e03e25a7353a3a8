"""The portfolio: the list of the projects one may see, and the same for a spreadsheet."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.pages import render_page, render_rows
from projects import frame, listing, spreadsheet
from projects.rows import Writer


@require_safe
def portfolio(request):
    """Fifty rows of the portfolio, filtered, in order."""
    asked = listing.Asked.read(request.GET)
    lines, following = listing.page(request.user, asked)
    context = {
        "rows": drawn(request.user, lines),
        **frame.around(asked, listing.frame(request.user), len(lines), following),
    }
    return render_page(request, "projects/portfolio.html", context, partial="projets")


def drawn(user, lines: list[tuple]) -> str:
    """The rows as markup, written by the engine that is cheap in loops."""
    writer = Writer(user)
    return render_rows("portfolio.html", rows=[writer.row(line) for line in lines])


@require_safe
def portfolio_export(request):
    """The filtered list as a CSV file that spreadsheets open as it is."""
    rows = listing.found(request.user, listing.Asked.read(request.GET))
    response = StreamingHttpResponse(
        spreadsheet.lines(rows), content_type="text/csv; charset=utf-8"
    )
    name = _("portefeuille-%(day)s.csv") % {"day": timezone.localdate().isoformat()}
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
