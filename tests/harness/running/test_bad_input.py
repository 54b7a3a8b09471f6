"""What users get wrong and machines lack: one message that says what to do, at once; nothing left behind."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.weather.kinds import KINDS

if TYPE_CHECKING:
    NewInnerRun = Callable[[str], Any]

A_TEST = """
    def test_that_never_begins(context):
        pass
"""
USAGE_ERROR = 4


def refused(run: Any, *arguments: str, env: dict[str, str] | None = None) -> str:  # noqa: ANN401
    """Run it; return what it says after it was refused in order."""
    code, output = run.run(*arguments, env=env)
    assert code == USAGE_ERROR, output
    assert output.count("ERROR: ") == 1, output
    assert "Traceback" not in output
    assert "passed" not in output
    assert run.processes() == []
    return str(output)


def test_unknown_target(new_inner_run: NewInnerRun) -> None:
    said = refused(new_inner_run(A_TEST), "--target", "exampel")

    assert "did you mean 'example'?" in said
    assert "Valid are: reference, example" in said


def test_unknown_weather(new_inner_run: NewInnerRun) -> None:
    code, said = new_inner_run(A_TEST).run("--weather=late-mial")

    assert code == USAGE_ERROR
    assert "did you mean 'late-mail'?" in said
    assert all(kind in said for kind in KINDS)


def test_weather_of_a_portal_that_is_not_ours_to_make_it_for(
    new_inner_run: NewInnerRun, tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere.toml"
    addresses = {f"{site}_url": "http://127.0.0.1:9" for site in ("program", "account", "store", "mail")}
    file.write_text("".join(f'{key} = "{address}"\n' for key, address in addresses.items()))

    assert "--weather is about the reference portal" in refused(
        new_inner_run(A_TEST), f"--target={file}", "--weather=late-mail"
    )


def test_target_of_which_nothing_answers(new_inner_run: NewInnerRun, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    file = tmp_path / "nowhere.toml"
    file.write_text(
        f'program_url = "http://hup.localhost:{port}"\n'
        f'account_url = "http://account.localhost:{port}"\n'
        f'store_url = "http://store.localhost:{port}"\n'
        f'mail_url = "http://127.0.0.1:{port}"\n'
        f'control_url = "http://127.0.0.1:{port}"\n'
        'control_secret = "of-this-test"\n'
    )

    said = refused(new_inner_run(A_TEST), f"--target={file}")

    for missing in ("the program site does not answer", "the mail API does not answer", "control API"):
        assert missing in said
    assert "of-this-test" not in said


def test_port_in_use(new_inner_run: NewInnerRun) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = refused(new_inner_run(A_TEST), "--portal-port", str(port))

    assert f"port {port} is in use by another program. Choose another one with --portal-port" in said


@pytest.mark.parametrize(
    "option", ["--seed=-1", "--seed=x", "--portal-port=70000", "--mail=pigeon", "--patience=0"]
)
def test_option_with_impossible_value(new_inner_run: NewInnerRun, option: str) -> None:
    code, output = new_inner_run(A_TEST).run(option)

    assert code == USAGE_ERROR, output
    assert option.partition("=")[0] in output
    assert "Traceback" not in output


def test_mailpit_demanded_and_not_there(new_inner_run: NewInnerRun, tmp_path: Path) -> None:
    run = new_inner_run(A_TEST)

    said = refused(run, "--mail", "mailpit", env=without_on_path(tmp_path, "mailpit"))

    assert "there is no `mailpit` on PATH" in said


def test_no_browser(new_inner_run: NewInnerRun, tmp_path: Path) -> None:
    empty = tmp_path / "no browsers here"
    empty.mkdir()
    env = {"PATH": str(empty), "PLAYWRIGHT_BROWSERS_PATH": str(empty)}

    said = refused(new_inner_run(A_TEST), env=env)

    assert "there is no browser on this machine" in said
    assert "./run e2e" in said


@pytest.mark.parametrize("workers", ["0", "2"])
def test_portal_that_dies_while_starting(new_inner_run: NewInnerRun, tmp_path: Path, workers: str) -> None:
    run = new_inner_run(A_TEST)
    path = os.pathsep.join((str(broken("portal", tmp_path)), run.environment()["PYTHONPATH"]))

    said = refused(run, "-n", workers, env={"PYTHONPATH": path})

    assert "the portal ended before it was ready (exit code 3)" in said
    assert "its cellar is full of water" in said


def broken(module: str, folder: Path) -> Path:
    """Make a folder which, on Python's path, keeps `python -m MODULE` from starting."""
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        f"if sys.orig_argv[1:3] == ['-m', {module!r}]:\n"
        "    print('its cellar is full of water', file=sys.stderr, flush=True)\n"
        "    os._exit(3)\n"
    )
    return folder


def without_on_path(folder: Path, name: str) -> dict[str, str]:
    """Return an environment whose PATH has all that PATH has, but the program `name`."""
    shadow = folder / "bin"
    shadow.mkdir()
    for directory in reversed(os.environ["PATH"].split(os.pathsep)):
        if Path(directory).is_dir():
            for program in Path(directory).iterdir():
                if program.name != name:
                    (shadow / program.name).unlink(missing_ok=True)
                    (shadow / program.name).symlink_to(program)
    return {"PATH": str(shadow)}
