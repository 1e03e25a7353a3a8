"""Who may do what: one row per route, read by test_permissions.py for every role.

`see`   the roles that may GET it, or None when GET is no way in
`do`    the roles that may POST it, or None when POST is no way in
`scope` what a stranger meets: "project" (a guest of another project gets 404, the company reads),
        "company" (guests get 403), "self" (one's own things: 404 or 403 elsewhere), "any" (every
        signed-in person), "public" (nobody needs to sign in)
A role that is not in the set gets a 403 with its sentence.
"""

from dataclasses import dataclass

from governance.roles import Role

VOICES = {Role.BEARER, Role.VENDOR, Role.IT}
SEATED = VOICES | {Role.CONTRIBUTOR, Role.OBSERVER}
EVERYONE = set(Role)
INSIDE = EVERYONE - {Role.GUEST}
COMPANY = INSIDE - {Role.VENDOR}
LEADERS = {Role.BEARER, Role.IT}
IT_PEOPLE = {Role.IT, Role.OWNER}  # the owner of the tests' systems belongs to the gate's team


@dataclass(frozen=True)
class Row:
    see: set | None = None
    do: set | None = None
    scope: str = "project"

    @property
    def public(self) -> bool:
        return self.scope == "public"


def page(do=None):
    """A page of a project that everyone standing before it may read."""
    return Row(see=INSIDE, do=do)


def form(roles):
    """A page that is there to act: only those who may act see it."""
    return Row(see=roles, do=roles)


def verb(roles):
    """Something that these roles do, by POST alone."""
    return Row(do=roles)


def own(see=None, do=None):
    """One's own things."""
    return Row(see=see, do=do, scope="self")


PUBLIC = Row(see=EVERYONE, scope="public")
PUBLIC_FORM = Row(see=EVERYONE, do=EVERYONE, scope="public")
ANY = Row(see=EVERYONE, scope="any")
ANY_FORM = Row(see=EVERYONE, do=EVERYONE, scope="any")
ANY_VERB = Row(do=EVERYONE, scope="any")
FOR_COMPANY = Row(see=COMPANY, scope="company")
STEWARDS = {Role.STEWARD}
KEEPERS = IT_PEOPLE | STEWARDS
FOR_KEEPERS = Row(see=KEEPERS, do=KEEPERS, scope="company")
BY_KEEPERS = Row(do=KEEPERS, scope="company")
FOR_STEWARDS = Row(see=STEWARDS, do=STEWARDS, scope="company")

TABLE = {
    # signing in
    "account_login": PUBLIC_FORM,
    "account_logout": PUBLIC_FORM,
    "account_request_login_code": PUBLIC_FORM,
    "account_confirm_login_code": PUBLIC_FORM,
    "account_reauthenticate": ANY_FORM,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC_FORM,
    "account_reset_password": PUBLIC_FORM,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC_FORM,
    "account_reset_password_from_key_done": PUBLIC,
    # the house
    "governance:rules": FOR_COMPANY,
    "governance:rule": ANY,
    "governance:notices": ANY,
    "governance:notices-reading": ANY_VERB,
    "governance:notice-reading": own(do={Role.BEARER}),
    "governance:profile": ANY_FORM,
    "governance:calendar-feed": ANY_VERB,
    "governance:calendar-feed-end": ANY_VERB,
    "governance:theme": ANY_VERB,
    "governance:mail-settings": ANY_VERB,
    "governance:unsubscription": PUBLIC_FORM,
    # the door of inventories: a token opens it, no session does
    "api:systems": PUBLIC,
    "api:system": PUBLIC,
    "api:dependencies": PUBLIC,
    "api:dependency": PUBLIC,
    "api:openapi-json": PUBLIC,
    "api:api-root": Row(scope="public"),
    "governance:tokens": FOR_STEWARDS,
    "governance:token-revocation": Row(do=STEWARDS, scope="company"),
    "governance:absences": ANY_FORM,
    "governance:absence-ending": own(do={Role.BEARER, Role.STEWARD}),
    "governance:help": PUBLIC,
    "governance:accessibility": PUBLIC,
    "governance:components": ANY,
    "governance:mails": PUBLIC,
    "governance:mail": PUBLIC,
    "governance:mail-html": PUBLIC,
    "governance:health-live": PUBLIC,
    "governance:health-ready": PUBLIC,
    "set_language": Row(do=EVERYONE, scope="public"),
    # the paths, kept by the steward
    "projects:paths": Row(see=STEWARDS, scope="company"),
    "projects:path-part-add": FOR_STEWARDS,
    "projects:path-part": FOR_STEWARDS,
    # the topics and the ground rules, kept by the steward
    "projects:kept-topics": Row(see=STEWARDS, scope="company"),
    "projects:kept-topic-add": FOR_STEWARDS,
    "projects:kept-topic": FOR_STEWARDS,
    "projects:kept-topic-row-add": FOR_STEWARDS,
    "projects:kept-topic-row": FOR_STEWARDS,
    "projects:kept-rules": Row(see=STEWARDS, scope="company"),
    "projects:kept-rule-add": FOR_STEWARDS,
    "projects:kept-rule": FOR_STEWARDS,
    "projects:kept-rule-end": FOR_STEWARDS,
    "projects:rules-reread": Row(see=STEWARDS, scope="company"),
    # the guests, kept by the steward
    "projects:guests": Row(see=STEWARDS, scope="company"),
    "projects:guest-session": Row(do=STEWARDS, scope="company"),
    "projects:guest-sessions": Row(do=STEWARDS, scope="company"),
    "projects:guest-closing": FOR_STEWARDS,
    "projects:guest-opening": Row(do=STEWARDS, scope="company"),
    # registering
    "projects:registration": Row(see=COMPANY, do=COMPANY, scope="company"),
    "projects:registration-need": own({Role.BEARER}, {Role.BEARER}),
    "projects:registration-profile": own({Role.BEARER}, {Role.BEARER}),
    "projects:registration-path": own({Role.BEARER}, {Role.BEARER}),
    "projects:registration-likeness": Row(see=COMPANY, scope="company"),
    "reviews:registration": own({Role.BEARER}, {Role.BEARER}),
    # lists
    "reviews:home": ANY,
    "projects:portfolio": ANY,
    "projects:portfolio-export": ANY,
    # the maps of the company, and the views of them that one keeps
    "projects:company-map": FOR_COMPANY,
    "projects:domain-map": FOR_COMPANY,
    "projects:company-map-export": FOR_COMPANY,
    "projects:map-system": FOR_COMPANY,
    "projects:map-cell": FOR_COMPANY,
    "projects:saved-views": Row(see=COMPANY, do=COMPANY, scope="company"),
    "projects:saved-view": own({Role.BEARER}, {Role.BEARER}),
    "projects:saved-view-removal": own(do={Role.BEARER}),
    # the catalogue of systems and what is announced on them
    "projects:systems": FOR_COMPANY,
    "projects:systems-export": FOR_COMPANY,
    "projects:dependencies-export": ANY,
    "projects:catalogue-imports": FOR_STEWARDS,
    "projects:catalogue-import": FOR_STEWARDS,
    "projects:catalogue-import-retry": Row(do=STEWARDS, scope="company"),
    "projects:system": FOR_COMPANY,
    "projects:system-add": FOR_STEWARDS,
    "projects:system-edit": FOR_KEEPERS,
    "projects:system-confirmation": BY_KEEPERS,
    "projects:interface-add": FOR_KEEPERS,
    "projects:interface-end": BY_KEEPERS,
    "projects:freeze-add": FOR_KEEPERS,
    "projects:freeze-withdrawal": BY_KEEPERS,
    "projects:system-archiving": FOR_KEEPERS,
    "projects:system-return": BY_KEEPERS,
    "projects:announcement-add": FOR_KEEPERS,
    "projects:announcement": FOR_COMPANY,
    "projects:announcement-withdrawal": FOR_KEEPERS,
    "projects:announcement-answer": page(do={Role.BEARER}),
    "projects:collision": form(LEADERS),
    "projects:launch-freeze": form(LEADERS),
    # a project
    "projects:project": page(),
    "projects:journal": page(),
    "projects:topics": page(),
    "projects:dependencies": page(),
    "projects:launch": verb({Role.BEARER}),
    "projects:seat": verb({Role.VENDOR}),
    "projects:seat-handover": form({Role.IT}),
    "projects:seat-departure": form({Role.BEARER, Role.STEWARD}),
    "projects:vendor-invitation": form(LEADERS),
    "projects:invitation": PUBLIC_FORM,
    "projects:choice": page(do={Role.VENDOR}),
    "projects:verdicts": verb({Role.VENDOR}),
    "projects:topic-clearing": verb(LEADERS),
    "projects:topic-voice": verb(LEADERS),
    "projects:rule-waiver-request": form({Role.BEARER, Role.VENDOR}),
    "projects:rule-waiver": page(do={Role.MANAGER}),
    "projects:rule-waiver-withdrawal": verb({Role.VENDOR}),
    "projects:message-add": verb(VOICES | {Role.CONTRIBUTOR}),
    "projects:message-withdrawal": verb({Role.VENDOR}),
    "projects:note-add": verb(IT_PEOPLE),
    "projects:opinion-add": verb(VOICES),
    "projects:quick-opinion": page(do=IT_PEOPLE),
    "projects:known-adoption": verb({Role.VENDOR}),
    "projects:sheet": Row(see={Role.VENDOR}),
    "projects:sheet-return": form({Role.VENDOR}),
    "projects:vendor-file": page(),
    "projects:vendor-answer-confirmation": verb({Role.VENDOR}),
    "projects:vendor-file-taking": verb({Role.VENDOR}),
    "projects:known-choices": FOR_COMPANY,
    "projects:known-choice": Row(see=COMPANY, do=IT_PEOPLE, scope="company"),
    "projects:document-add": verb(VOICES | {Role.CONTRIBUTOR}),
    "projects:document": page(),
    "projects:document-preview": page(),
    "projects:document-replacement": form(VOICES | {Role.CONTRIBUTOR}),
    "projects:document-withdrawal": form({Role.BEARER}),
    "projects:dependency": page(do=IT_PEOPLE),
    "projects:dependency-add": form(LEADERS),
    "projects:dependency-interfaces": Row(see=LEADERS),
    "projects:dependency-suggestions": form(LEADERS),
    "projects:dependency-edit": form(LEADERS),
    "projects:dependency-replacement": form(LEADERS),
    "projects:dependency-withdrawal": form(LEADERS),
    "projects:dependency-reuse": verb(LEADERS),
    "projects:dependency-agreement": verb(IT_PEOPLE),
    "projects:dependency-answers": ANY_FORM,
    "projects:dependency-link": own(see={Role.OWNER}),
    # the meeting
    "reviews:scoping": page(),
    "reviews:meeting": page(),
    "reviews:meeting-date": form(LEADERS),
    "reviews:meeting-calling-off": form(LEADERS),
    "reviews:slots": page(do=VOICES),
    "reviews:slot-proposal": form(LEADERS),
    "reviews:slot-departure": verb(LEADERS),
    "reviews:slot-fixing": form(LEADERS),
    "reviews:slot-link": PUBLIC_FORM,
    "reviews:feed": PUBLIC,
    "reviews:meeting-opening": form(LEADERS),
    "reviews:closing": form(LEADERS),
    "reviews:invite-file": Row(see=VOICES),
    "reviews:meeting-guest-link": PUBLIC_FORM,
    "reviews:meeting-guest": page(),
    "reviews:meeting-guests": form(LEADERS),
    "reviews:meeting-guest-departure": form(LEADERS),
    "reviews:meeting-documents": form(VOICES),
    "reviews:meeting-document": page(),
    "reviews:direct": page(),
    "reviews:attendance": verb(INSIDE),
    "reviews:arrival": verb(VOICES),
    "reviews:item-table": verb(VOICES),
    "reviews:outcome-line": form(VOICES),
    "reviews:outcome-withdrawal": verb(VOICES),
    "reviews:agenda": form(LEADERS),
    "reviews:agenda-update": verb(LEADERS),
    "reviews:point-rank": verb(LEADERS),
    "reviews:point-terms": verb(LEADERS),
    "reviews:point-merging": verb(LEADERS),
    "reviews:point-splitting": verb(LEADERS),
    "reviews:point-postponing": verb(LEADERS),
    "reviews:point-return": verb(LEADERS),
    "reviews:further-meeting": form(LEADERS),
    "reviews:item": Row(see=INSIDE, do=VOICES),
    "reviews:item-outcome": verb(VOICES),
    "reviews:minutes": page(),
    "reviews:signature": form(VOICES),
    "reviews:minutes-history": page(),
    "reviews:minutes-comparison": page(),
    "reviews:minutes-text": page(),
    "reviews:minutes-report": verb(SEATED | {Role.MANAGER, Role.STEWARD}),
    "reviews:arbitration-request": form(LEADERS),
    "reviews:gate-arbitration": form(LEADERS),
    "reviews:arbitration": page(),
    "reviews:arbitration-position": verb(LEADERS),
    "reviews:arbitration-options": verb(LEADERS | {Role.MANAGER}),
    "reviews:arbitration-answer": verb({Role.MANAGER}),
    "reviews:arbitration-withdrawal": verb({Role.BEARER}),
    "reviews:outcome": page(do={Role.VENDOR}),
    # the reminders and the channels of the chat, kept by the steward
    "reviews:cadence": Row(see=STEWARDS, scope="company"),
    "reviews:rung-add": FOR_STEWARDS,
    "reviews:rung": FOR_STEWARDS,
    "reviews:channels": Row(see=STEWARDS, scope="company"),
    "reviews:channel-add": FOR_STEWARDS,
    "reviews:channel": FOR_STEWARDS,
    "reviews:channel-trial": Row(do=STEWARDS, scope="company"),
    "reviews:nudge": verb({Role.BEARER, Role.VENDOR, Role.IT}),
    # the queues of the teams
    "reviews:queues": FOR_COMPANY,
    "reviews:queue": Row(see=IT_PEOPLE | {Role.MANAGER, Role.STEWARD}, scope="company"),
    "reviews:queue-lead": Row(do=STEWARDS, scope="company"),
    "reviews:ball-taking": form(IT_PEOPLE),
    "reviews:ball-release": form({Role.IT}),
    "reviews:ball-handover": form({Role.IT}),
    # gates and what they leave to do
    "reviews:gates": page(),
    "reviews:gate": page(),
    "reviews:gate-maps": form(LEADERS),
    "reviews:gate-map-removal": verb(LEADERS),
    "reviews:round-withdrawal": form({Role.BEARER, Role.VENDOR}),
    "reviews:criterion": form({Role.BEARER, Role.VENDOR}),
    "reviews:criterion-withdrawal": verb({Role.BEARER, Role.VENDOR}),
    "reviews:gate-reopening": form(IT_PEOPLE | {Role.MANAGER}),
    "reviews:submission": verb({Role.BEARER, Role.VENDOR}),
    "reviews:opinion": form(IT_PEOPLE),
    "reviews:opinion-request": form(IT_PEOPLE),
    "reviews:decision-link": own(see={Role.IT}),
    "reviews:decision": form(IT_PEOPLE),
    "reviews:information-request": form(IT_PEOPLE),
    "reviews:information": page(do={Role.VENDOR}),
    "reviews:information-withdrawal": verb(IT_PEOPLE),
    "reviews:known-choice": form(IT_PEOPLE),
    "reviews:waiver": form({Role.MANAGER}),
    "reviews:findings": page(),
    "reviews:scope-change": form(LEADERS),
    "reviews:level-change": form(LEADERS),
    "reviews:level-answer": page(do={Role.BEARER}),
    "reviews:later-check": page(do=IT_PEOPLE),
    "reviews:finding": page(do={Role.VENDOR}),
    "reviews:renewal-request": form(IT_PEOPLE),
    "reviews:renewal": page(do={Role.VENDOR}),
    "reviews:finding-add": form(VOICES | {Role.OWNER}),
    "reviews:finding-weight": verb(IT_PEOPLE),
    "reviews:finding-lifting": verb(IT_PEOPLE),
    # documents
    "reviews:gate-record": verb(SEATED | {Role.MANAGER, Role.STEWARD}),
    "reviews:report-request": verb(SEATED | {Role.MANAGER, Role.STEWARD}),
    "reviews:report-stop": verb(SEATED | {Role.MANAGER, Role.STEWARD}),
    "reviews:report-restart": verb(SEATED | {Role.MANAGER, Role.STEWARD}),
    "reviews:committee-request": Row(see=COMPANY, do=COMPANY, scope="company"),
    "reviews:committee-bundle-request": own(do={Role.EMPLOYEE, Role.MANAGER, Role.STEWARD}),
    "reviews:committee-bundle": own(see={Role.EMPLOYEE, Role.MANAGER, Role.STEWARD}),
    "reviews:committee-bundle-file": own(see={Role.EMPLOYEE, Role.MANAGER, Role.STEWARD}),
    "reviews:committee-bundle-stop": own(do={Role.EMPLOYEE, Role.MANAGER, Role.STEWARD}),
    "reviews:committee-bundle-restart": own(do={Role.EMPLOYEE, Role.MANAGER, Role.STEWARD}),
    "reviews:report": page(),
    "reviews:report-file": page(),
    "reviews:report-edition": verb(INSIDE),
    "reviews:verification": PUBLIC_FORM,
    "reviews:verification-code": PUBLIC_FORM,
    "reviews:verify": PUBLIC_FORM,
    "reviews:verify-code": PUBLIC_FORM,
}
