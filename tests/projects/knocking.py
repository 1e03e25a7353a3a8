"""An inventory at the door of the API."""

import json

from governance.models import ApiToken
from governance.models.tokens import digest_of
from tests.factories import ApiTokenFactory, PersonFactory


class Inventory:
    """A client that shows a token and keeps no cookie."""

    def __init__(self, client, **facts):
        self.client, self.secret = client, ApiToken.fresh_secret()
        facts.setdefault("name", "Mercator")
        facts.setdefault("created_by", PersonFactory(steward=True, name="Paul Girard"))
        self.token = ApiTokenFactory(digest=digest_of(self.secret), **facts)

    def headers(self, more):
        return {"Authorization": f"Bearer {self.secret}", **more}

    def get(self, path, data=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1/{path}", data, headers=self.headers(named))

    def put(self, path, document, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = document if isinstance(document, bytes) else json.dumps(document)
        return self.client.put(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers=self.headers(named),
        )
