"""What somebody is told whose scenario failed in bad weather."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.weather.diary import Diary
from harness.weather.kinds import WeatherError
from harness.weather.model import Weather
from harness.weather.sight import told, until_settled

FAIR = Weather(kinds=frozenset({"late-mail"}), seed=1)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Callable[[Diary], None]], Weather]:
    def write(notes: Callable[[Diary], None]) -> Weather:
        path = tmp_path / "weather.ndjson"
        with path.open("w", encoding="utf-8") as file:
            notes(Diary(file))
        return FAIR.at("http://127.0.0.1:9", diary=path)

    return write


def test_a_scenario_is_told_of_its_own_requests_and_mails(
    written: Callable[[Callable[[Diary], None]], Weather],
) -> None:
    def notes(diary: Diary) -> None:
        for seconds in (0.01, 1.9):
            diary.note("a request held back for", kind="slow-net", request_id="run-1", seconds=seconds)
        diary.note("a request held back for", kind="slow-net", request_id="run-2", seconds=1.0)
        diary.note("451 at RCPT", kind="refused-mail", to=["Anna@x.test"])
        diary.note("451 at RCPT", kind="refused-mail", to=["anna@x.test"])
        diary.note("held back", kind="late-mail", to=["anna@x.test"], seconds=9.2)
        diary.note("held back", kind="late-mail", to=["anna@x.test"], seconds=0.01)
        diary.note("held back", kind="late-mail", to=["ben@x.test"], seconds=8.0)
        diary.note("the mail catcher was restarted", kind="mail-restart")

    assert told(written(notes), request_id="run-1", addresses=["anna@x.test"]) == (
        "weather: mail to Anna@x.test: 451 at RCPT; mail to anna@x.test: 451 at RCPT; mail to anna@x.test: "
        "held back 9.2 s; the mail catcher was restarted; 2 requests held back for 1.9 s in all, one of them "
        "1.9 s"
    )


def test_what_befell_everybody_before_is_nothing_to_it(
    written: Callable[[Callable[[Diary], None]], Weather],
) -> None:
    weather = written(lambda diary: diary.note("the mail catcher was restarted", kind="mail-restart"))
    later = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
    assert told(weather, request_id="run-1", addresses=[], since=later).endswith(
        "nothing befell this scenario"
    )


def test_a_diary_that_is_gone_is_no_second_failure(tmp_path: Path) -> None:
    weather = FAIR.at("", diary=tmp_path / "none")
    assert "cannot be read" in told(weather, request_id="run-1", addresses=[])


def test_weather_that_does_not_answer_is_named_and_no_rule_of_the_portal() -> None:
    with pytest.raises(WeatherError, match=r"the weather at http://127\.0\.0\.1:9 does not say"):
        until_settled(FAIR.at("http://127.0.0.1:9", diary=Path()), None)
