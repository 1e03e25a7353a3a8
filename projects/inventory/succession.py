"""Who replaces whom once a file is taken: heirs found, circles refused. Pure."""

from django.utils.translation import gettext as _

from projects.inventory.facts import same
from projects.inventory.plan import Line

MOST_NAMES = 6


def settle(lines: list[Line], reader) -> None:
    """Resolve the heirs that rows name, in the catalogue or in the file; refuse what turns round."""
    by_number, known = {line.number: line for line in lines}, in_file(lines, reader)
    wanted = {line.number: heir_of(line, known, reader) for line in named(lines, reader)}
    wanted = {number: heir for number, heir in wanted.items() if heir is not None}
    while newly := lost(wanted, by_number, reader) + circles(wanted, by_number, reader):
        for number, text in newly:
            by_number[number].problems.append((reader.labels["replaced_by"], text))
            wanted.pop(number, None)
    for number, heir in wanted.items():
        write(by_number[number], heir, by_number, reader)


def named(lines: list[Line], reader) -> list[Line]:
    """The lines that name an heir."""
    return [line for line in lines if line.number in reader.heirs]


def node_of(line: Line) -> int:
    """A system in the graph: its row, or minus its line when the file creates it."""
    return line.pk or -line.number


def heir_of(line: Line, known: dict[tuple, int], reader) -> int | None:
    """The node that a row names as its heir; none, with its problem, when it cannot be."""
    text = reader.heirs[line.number]
    node = reader.catalogue.by_key.get(text) or known.get(("key", text))
    node = node or reader.catalogue.named(text) or known.get(("name", same(text)))
    problem = ""
    if node is None:
        problem = _("Aucun système ne s’appelle « %(text)s ».") % {"text": text[:60]}
    elif node == node_of(line):
        problem = _("Un système ne se remplace pas lui-même.")
    elif is_archived(node, reader) and current_heir(line, reader) != node:
        problem = _("« %(text)s » est archivé.") % {"text": text[:60]}
    if problem:
        line.problems.append((reader.labels["replaced_by"], problem))
        return None
    return node


def in_file(lines: list[Line], reader) -> dict[tuple, int]:
    """The nodes of a file by the keys and names that it gives."""
    return {
        token: node_of(line)
        for line in reversed(lines)
        for token in reader.tokens[line.number]
        if token[0] != "pk"
    }


def is_archived(node: int, reader) -> bool:
    return node > 0 and bool(reader.catalogue.systems[node]["archived_at"])


def current_heir(line: Line, reader) -> int | None:
    current = reader.catalogue.systems.get(line.pk)
    return current["replaced_by_id"] if current else None


def lost(wanted: dict[int, int], by_number: dict[int, Line], reader) -> list[tuple[int, str]]:
    """The rows whose heir would be created by a row that is refused, however far it is."""
    text = _("Le système qui le remplace est sur une ligne refusée.")
    leaning: dict[int, list[int]] = {}
    for number, heir in wanted.items():
        leaning.setdefault(heir, []).append(number)
    found, waiting = [], [-n for n, line in by_number.items() if line.problems and not line.pk]
    while waiting:
        for number in leaning.pop(waiting.pop(), ()):
            line = by_number[number]
            found += [] if line.problems else [(number, text)]
            waiting += [] if line.pk or line.problems else [-number]
    return found


def circles(wanted: dict[int, int], by_number: dict[int, Line], reader) -> list[tuple[int, str]]:
    """The rows that would close a circle of replacements, with its names."""
    heirs = {pk: row["replaced_by_id"] for pk, row in reader.catalogue.systems.items()}
    heirs |= {line.pk: line.facts["replaced_by_id"] for line in by_number.values()
              if line.pk and "replaced_by_id" in line.facts and not line.problems}  # fmt: skip
    lines = {node_of(by_number[n]): n for n in wanted if not by_number[n].problems}
    heirs |= {node: wanted[number] for node, number in lines.items()}
    found = []
    for circle in all_circles(heirs):
        names = [name_of(node, by_number, reader) for node in circle[:MOST_NAMES]]
        chain = " → ".join([*names, "…"] if len(circle) > MOST_NAMES else [*names, names[0]])
        text = _("Ces remplacements tournent en rond : %(chain)s.") % {"chain": chain}
        found += [(lines[node], text) for node in circle if node in lines]
    return found


def all_circles(heirs: dict[int, int | None]) -> list[list[int]]:
    """Every circle of a graph where each node leads to one other at most, in one pass."""
    seen, found = set(), []
    for start in heirs:
        path, place, node = [], {}, start
        while node is not None and node not in seen and node not in place:
            place[node] = len(path)
            path.append(node)
            node = heirs.get(node)
        if node in place:
            found.append(path[place[node] :])
        seen.update(path)
    return found


def name_of(node: int, by_number: dict[int, Line], reader) -> str:
    return reader.catalogue.systems[node]["name"] if node > 0 else by_number[-node].name


def write(line: Line, heir: int, by_number: dict[int, Line], reader) -> None:
    """Note an heir as a change; a system that the file creates is named by minus its line."""
    before = current_heir(line, reader)
    if before == heir and line.pk:
        return
    line.facts["replaced_by_id"] = heir
    said = name_of(before, by_number, reader) if before else ""
    line.changes.append((reader.labels["replaced_by"], said, name_of(heir, by_number, reader)))
