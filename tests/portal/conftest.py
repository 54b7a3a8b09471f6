"""The portal inside the tests' own process, on a database of its own, with its mail kept in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import httpx
import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from portal import database, dns, settings
from portal.config import Config
from tests.portal.name_server import Zone

if TYPE_CHECKING:
    from portal.organizations.models import Organization
    from tests.portal.world import World

CONTROL_SECRET = "a secret of the tests"

# Here and not in a fixture: the test modules import the portal's models, for which Django must be set up.
if not django_settings.configured:
    settings.configure(
        Config(port=8000, data=Path(), secret_key="key of the tests", control_secret=CONTROL_SECRET)
    )
    django_settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # The portal's own hash is slow on purpose; one test measures it, the others need none of that.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup(set_prefix=False)


@pytest.fixture(autouse=True, scope="session")
def portal_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty database for all tests of this process; each test makes people of its own."""
    connection.settings_dict["NAME"] = tmp_path_factory.mktemp("portal") / "portal.sqlite3"
    database.prepare()
    yield
    connection.close()


@pytest.fixture(scope="session")
def world() -> World:
    from tests.portal.world import World  # noqa: PLC0415  # needs the models, so not before Django's set-up

    return World(httpx.WSGITransport(app=WSGIHandler()))


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Zone:
    """All of DNS, for this test."""
    made = Zone()
    monkeypatch.setattr(dns.LookUps, "texts", lambda _look_ups, name: made.answer(name))
    return made


@pytest.fixture
def broken_mail_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and mail is refused until the test ends; ``monkeypatch.undo()`` mends it."""

    def refuse(*_arguments: object) -> int:
        raise ConnectionRefusedError

    return lambda: monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


@pytest.fixture
def control(world: World) -> httpx.Client:
    """A caller that knows the secret."""
    secret = {"Authorization": f"Bearer {CONTROL_SECRET}"}
    return httpx.Client(transport=world.transport, base_url="http://127.0.0.1:8000", headers=secret)


@pytest.fixture
def unmanaged(world: World) -> Organization:
    organization = world.organization()
    organization.domains.all().delete()
    return organization
