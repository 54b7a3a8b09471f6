"""The process and its files: the data that it keeps, and its log."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import httpx
import pytest

from portal import server
from tests.portal.live import TIMEOUT
from tests.portal.processes import run, started


def test_kept_data_survives_a_restart_and_serves_one_portal(tmp_path: Path) -> None:
    data = tmp_path / "kept"
    caller = {"Authorization": "Bearer " + "s" * 20}
    with started("--data", str(data), secret="s" * 20) as (process, ready):
        made = httpx.post(
            f"http://127.0.0.1:{ready['port']}/control/organizations",
            json={"name": "Kept", "domains": ["kept.example"]},
            headers=caller,
        ).json()
        second = run("--smtp", "none", "--data", str(data))
        assert second.returncode == 1
        assert "is in use by another portal" in second.stderr
        process.terminate()
        assert process.wait(TIMEOUT) == 0
    assert (data / "secret-key").stat().st_mode & 0o077 == 0
    with started("--data", str(data), secret="s" * 20) as (_process, ready):
        url = f"http://127.0.0.1:{ready['port']}/control/organizations/{made['id']}"
        assert httpx.get(url, headers=caller).json() == made


def test_data_of_another_version_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "portal.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    failed = run("--smtp", "none", "--data", str(tmp_path))
    assert failed.returncode == 1
    assert "is of another version of the portal. Name another folder with --data." in failed.stderr


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = str(tmp_path / "file" / "below")
    failed = run("--smtp", "none", "--log", place)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == (
        f"portal: cannot write the log {place}: Not a directory. Name another file with --log.\n"
    )


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "below"
    with (
        pytest.raises(server.StartError, match=f"^cannot use --data {re.escape(str(place))}: "),
        server.data_folder(place),
    ):
        pass
