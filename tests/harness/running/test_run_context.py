"""A run's identity, its folders and its ports."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import threading
from pathlib import Path

import pytest

from harness.ports import PortInUseError, listen, port_of
from harness.run_context import MAX_SEED, RunContext
from harness.run_directory import PREFIX, RunDirectory
from harness.targets import NOT_STARTED, make_target

TARGET = make_target(
    {
        **NOT_STARTED.model_dump(),
        "control_url": "http://127.0.0.1:9",
        "control_secret": "hush",
        "dns_url": "http://127.0.0.1:9",
        "dns_secret": "hush too",
        "portal_log": "/var/log/portal.log",
        "organizations": [{"name": "Contoso", "domain": "contoso.example", "traits": ["eligible"]}],
    },
    source="the test",
)


def test_identity_is_random_and_fit_for_names(tmp_path: Path) -> None:
    runs = [RunContext.create(TARGET, reports=tmp_path) for _ in range(50)]

    assert len({run.run_id for run in runs}) == 50
    assert all(re.fullmatch(r"[a-z2-7]{8}", run.run_id) for run in runs)
    assert all(0 <= run.seed <= MAX_SEED for run in runs)
    assert re.fullmatch(r"\d{8}T\d{6}Z-[a-z2-7]{8}", runs[0].reports.name)


def test_seed_can_be_given(tmp_path: Path) -> None:
    assert RunContext.create(TARGET, seed=0, reports=tmp_path).seed == 0


def test_worker_gets_the_same(tmp_path: Path) -> None:
    run = RunContext.create(TARGET, reports=tmp_path)

    assert RunContext.from_controller(run.to_worker()) == run


def test_secret_is_not_shown(tmp_path: Path) -> None:
    assert "hush" not in repr(RunContext.create(TARGET, reports=tmp_path))


def test_latest_is_the_run_prepared_last(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    first, second = (RunContext.create(TARGET, reports=reports) for _ in range(2))
    for run in (first, second, second):
        run.prepare_reports()

    assert (reports / "latest").resolve() == second.reports
    assert {path.name for path in reports.iterdir()} == {first.reports.name, second.reports.name, "latest"}


def test_runs_that_begin_at_once_do_not_hinder_each_other(tmp_path: Path) -> None:
    runs = [RunContext.create(TARGET, reports=tmp_path) for _ in range(20)]
    threads = [threading.Thread(target=run.prepare_reports) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (tmp_path / "latest").resolve() in {run.reports for run in runs}
    assert all(run.reports.is_dir() for run in runs)


def test_directory_goes_with_the_run(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)
    (directory.path / "something").touch()

    directory.remove()
    directory.remove()

    assert list(tmp_path.iterdir()) == []


def test_directory_of_a_killed_run_is_removed_by_the_next(tmp_path: Path) -> None:
    living = RunDirectory(tmp_path)
    killed = tmp_path / f"{PREFIX}killed"
    beginning = tmp_path / f"{PREFIX}beginning"
    somebodys = tmp_path / "other"
    for path in (killed, beginning, somebodys):
        path.mkdir()
    (killed / "lock").touch()
    (killed / "portal.sqlite3").touch()

    after = RunDirectory(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        living.path.name,
        after.path.name,
        beginning.name,
        somebodys.name,
    }
    for directory in (living, after):
        directory.remove()


def test_directory_is_locked_while_the_run_lives(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)

    with (directory.path / "lock").open() as lock, pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    directory.remove()


def test_free_port_is_listened_on_at_once() -> None:
    with listen() as listener, socket.create_connection(("127.0.0.1", port_of(listener)), timeout=5):
        assert port_of(listener) > 0
        assert listener.proto == socket.IPPROTO_TCP
        assert not os.get_inheritable(listener.fileno())


def test_port_in_use_names_the_option() -> None:
    with listen() as taken, pytest.raises(PortInUseError, match=r"is in use .* with --portal-port"):
        listen(port_of(taken), option="--portal-port")


def test_port_that_may_not_be_had() -> None:
    if os.geteuid() == 0:
        pytest.skip("root may have any port")
    with pytest.raises(PortInUseError, match="cannot be listened on"):
        listen(1, option="--portal-port")
