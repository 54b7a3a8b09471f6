from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.report.portal_log import lines_of, readable

if TYPE_CHECKING:
    from pathlib import Path


def test_only_the_scenario_s_lines_are_taken(tmp_path: Path) -> None:
    log = tmp_path / "portal.log"
    own = json.dumps({"request_id": "run-1", "message": "mine"})
    log.write_text(
        "\n".join(
            [
                own,
                json.dumps({"request_id": "run-11", "message": "starts alike"}),
                json.dumps({"request_id": "run-2", "message": "speaks of run-1"}),
                "run-1 is no JSON",
                '["run-1"]',
                own,
            ]
        ),
        encoding="utf-8",
    )
    assert lines_of(log, "run-1") == [own, own]


def test_missing_log_is_the_caller_s_to_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"portal\.log"):
        lines_of(tmp_path / "portal.log", "run-1")


def test_line_is_put_in_words_once() -> None:
    request = {"method": "POST", "path": "/get-started/", "status": 302}
    entry = {
        "time": "T",
        "level": "INFO",
        "host": "hup.localhost",
        "ms": 7.9,
        "message": "POST /get-started/ 302",
    }
    assert readable(json.dumps(entry | request)) == "T INFO POST hup.localhost /get-started/ 302 7.9 ms"
    assert (
        readable('{"level": "ERROR", "message": "no", "traceback": "Traceback\\n  x"}')
        == "ERROR no\nTraceback\n  x"
    )
    assert readable("no JSON") == "no JSON"
