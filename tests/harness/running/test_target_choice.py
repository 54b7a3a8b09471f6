"""Which target it is: the command line, files and the environment, and who has the last word."""

from __future__ import annotations

import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.target_choice import ExternalMail, StartReference, choose_target
from harness.targets import Target, TargetError

SITES = {
    "HUP_PROGRAM_URL": "https://hup.example",
    "HUP_ACCOUNT_URL": "https://account.example",
    "HUP_STORE_URL": "https://store.example",
    "HUP_MAIL_URL": "https://mail.example",
}
SECRET = "of-the-test"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("HUP_", "MAILPIT_")):
            monkeypatch.delenv(name)


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


class _Info(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        allowed = self.headers.get("Authorization") == f"Bearer {SECRET}"
        port = self.headers["Host"].rpartition(":")[2]
        origins = {
            site: f"http://{site}.localhost:{port}" for site in ("program", "account", "store", "business")
        }
        body = json.dumps({"origins": origins, "version": "1"} if allowed else {"error": "wrong secret"})
        self.send_response(200 if allowed else 401)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def portal_port() -> Iterator[int]:
    """A portal that only tells where its sites are."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Info) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def test_reference_is_the_default() -> None:
    assert choose_target(None) == StartReference()


def test_reference_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SITES)

    assert choose_target("reference") == StartReference()


def test_reference_can_send_to_a_mailpit_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"MAILPIT_URL": "http://mail.test:8025/", "MAILPIT_SMTP_PORT": "2525"})

    assert choose_target(None) == StartReference(
        ExternalMail(url="http://mail.test:8025", smtp_host="mail.test", smtp_port=2525)
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAILPIT_URL", "mail.test"), ("MAILPIT_SMTP_PORT", "smtp"), ("MAILPIT_SMTP_PORT", "0")],
)
def test_mailpit_set_wrongly(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("MAILPIT_URL", "http://mail.test:8025")
    monkeypatch.setenv(name, value)

    with pytest.raises(TargetError, match=name):
        choose_target(None)


def test_environment_alone_describes_a_target(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SITES | {"HUP_MAIL_DELAY": "2.5", "HUP_PORTAL_LOG": "/var/log/portal.log"})

    chosen = choose_target(None)

    assert isinstance(chosen, Target)
    assert chosen.store_url == "https://store.example"
    assert chosen.mail_delay == 2.5
    assert chosen.portal_log == Path("/var/log/portal.log")
    assert not chosen.can("control")


def test_mail_can_be_said_the_mailpit_way(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {key: value for key, value in SITES.items() if key != "HUP_MAIL_URL"}
    set_all(monkeypatch, variables | {"MAILPIT_URL": "https://mailpit.example/"})

    chosen = choose_target(None)

    assert isinstance(chosen, Target)
    assert chosen.mail_url == "https://mailpit.example"


@pytest.mark.parametrize("missing", sorted(SITES))
def test_missing_address_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    set_all(monkeypatch, {key: value for key, value in SITES.items() if key != missing})

    with pytest.raises(TargetError) as caught:
        choose_target(None)

    assert f"{missing.removeprefix('HUP_').lower()}: is missing" in str(caught.value)
    assert missing in str(caught.value)


def test_unknown_variable_is_named_with_valid_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUP_PROGAM_URL", "https://hup.example")

    with pytest.raises(
        TargetError, match=r"HUP_PROGAM_URL \(did you mean 'HUP_PROGRAM_URL'\?\)\. Valid are: "
    ):
        choose_target(None)


@pytest.mark.parametrize("ours", ["HUP_BROWSER", "HUP_HISTORY", "HUP_PYTHON"])
def test_variables_of_other_parts_are_no_mistake(monkeypatch: pytest.MonkeyPatch, ours: str) -> None:
    monkeypatch.setenv(ours, "/somewhere")

    assert choose_target(None) == StartReference()


def test_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUP_PROGRAM_URL", "")

    assert choose_target(None) == StartReference()


def test_variable_with_impossible_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SITES | {"HUP_MAIL_DELAY": "soon"})

    with pytest.raises(TargetError, match="HUP_MAIL_DELAY"):
        choose_target(None)


def test_file_holds_over_environment_which_fills_gaps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_all(monkeypatch, SITES | {"HUP_CONTROL_SECRET": SECRET})
    file = tmp_path / "staging.toml"
    file.write_text('program_url = "https://other.example"\ncontrol_url = "http://127.0.0.1:1"\n')

    chosen = choose_target(str(file))

    assert isinstance(chosen, Target)
    assert chosen.name == "staging"
    assert chosen.program_url == "https://other.example"
    assert chosen.account_url == "https://account.example"
    assert chosen.control_secret is not None
    assert chosen.control_secret.get_secret_value() == SECRET


def test_portal_is_asked_for_the_sites_of_administrators(
    monkeypatch: pytest.MonkeyPatch, portal_port: int
) -> None:
    set_all(
        monkeypatch,
        SITES
        | {
            "HUP_CONTROL_SECRET": SECRET,
            "HUP_CONTROL_URL": f"http://127.0.0.1:{portal_port}",
            "HUP_ADMIN_URL": "https://admin.example",
        },
    )

    chosen = choose_target(None)

    assert isinstance(chosen, Target)
    assert chosen.admin_url == "https://admin.example", "what was said holds"
    assert chosen.business_url == f"http://business.localhost:{portal_port}"
    assert chosen.can("administration")


def test_sites_of_administrators_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SITES)

    chosen = choose_target(None)

    assert isinstance(chosen, Target)
    assert not chosen.can("administration")


def test_environment_can_name_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUP_TARGET", "example")

    chosen = choose_target(None)

    assert isinstance(chosen, Target)
    assert chosen.name == "example"


def test_command_line_holds_over_named_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUP_TARGET", "example")

    assert choose_target("reference") == StartReference()


def test_address_and_secret_are_enough_for_a_portal_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, portal_port: int
) -> None:
    set_all(monkeypatch, {"HUP_CONTROL_SECRET": SECRET, "HUP_MAIL_URL": "http://127.0.0.1:8025"})

    chosen = choose_target(f"http://program.localhost:{portal_port}")

    assert isinstance(chosen, Target)
    assert chosen.store_url == f"http://store.localhost:{portal_port}"
    assert chosen.can("control")


@pytest.mark.parametrize(
    ("secret", "said"), [("another", "status 401"), ("wrong-and-long-secret", "wrong secret")]
)
def test_wrong_secret_is_told_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, portal_port: int, secret: str, said: str
) -> None:
    set_all(monkeypatch, {"HUP_CONTROL_SECRET": secret, "HUP_MAIL_URL": "http://127.0.0.1:8025"})

    with pytest.raises(TargetError, match=said) as caught:
        choose_target(f"http://program.localhost:{portal_port}")

    assert "wrong-and-long-secret" not in str(caught.value)


@pytest.mark.parametrize("malformed", ["http://", "ftp://hup.example", "http://hup.example:x", "http://[::1"])
def test_malformed_address_on_command_line(monkeypatch: pytest.MonkeyPatch, malformed: str) -> None:
    set_all(monkeypatch, SITES)

    with pytest.raises(TargetError, match="program_url"):
        choose_target(malformed)


def test_malformed_control_address(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"HUP_CONTROL_SECRET": SECRET, "HUP_CONTROL_URL": "localhost"})

    with pytest.raises(TargetError, match="control_url"):
        choose_target("https://hup.example")
