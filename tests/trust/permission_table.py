"""Who may do what: one row per route, read by test_permissions.py for every role.

`see`   who may GET it on a project they stand before: a set of roles, or None when GET is no way in
`do`    who may POST it, or None when POST is no way in
`scope` what a stranger meets: "project" (a guest of another project gets 404, staff may read),
        "staff" (guests get 403), "self" (one's own things, 404 elsewhere), "any" (every signed-in
        person), "public" (nobody needs to sign in)
A role in neither set gets 403, with a sentence.
"""

from dataclasses import dataclass

from governance.roles import Role

VOICES = {Role.BEARER, Role.VENDOR, Role.IT}
TABLE_PEOPLE = VOICES | {Role.CONTRIBUTOR}
INSIDE = set(Role) - {Role.GUEST}
STAFF = INSIDE - {Role.VENDOR}
EVERYONE = set(Role)
IT_PEOPLE = {Role.IT, Role.OWNER}


@dataclass(frozen=True)
class Row:
    see: set | None = None
    do: set | None = None
    scope: str = "project"
    needs: str = ""

    @property
    def public(self) -> bool:
        return self.scope == "public"


def page(**fields):
    """A page that everyone before the project may read."""
    return Row(see=INSIDE, **fields)


def verb(roles, **fields):
    """Something that these roles do, by POST alone."""
    return Row(do=roles, **fields)


PUBLIC = Row(see=EVERYONE, scope="public")
TABLE = {
    # one's own things
    "reviews:home": Row(see=EVERYONE, scope="any"),
    # a project and its documents
    "reviews:gates": page(),
    "reviews:gate": page(),
    "reviews:submission": verb({Role.BEARER, Role.VENDOR}),
    "reviews:opinion": Row(see=IT_PEOPLE, do=IT_PEOPLE),
    "reviews:decision": Row(see=IT_PEOPLE, do=IT_PEOPLE),
    "reviews:waiver": Row(see={Role.MANAGER}, do={Role.MANAGER}),
    "reviews:findings": page(),
    "reviews:finding": page(do={Role.VENDOR}),
    "reviews:finding-lifting": verb(IT_PEOPLE),
    "reviews:report-request": verb(
        VOICES | {Role.CONTRIBUTOR, Role.OBSERVER, Role.MANAGER, Role.STEWARD}
    ),
    "reviews:report": page(),
    "reviews:report-file": page(),
    "reviews:verification": PUBLIC,
    "reviews:verification-code": PUBLIC,
}
