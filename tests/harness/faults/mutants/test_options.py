"""What `./run faults --mutants` is told, and what of it contradicts itself."""

from __future__ import annotations

import pytest

from harness.faults.breach import FaultsError
from harness.faults.options import parse


def test_all_that_is_about_mutants() -> None:
    found = parse(["--mutants", "--sample", "40", "--seed", "7", "--at-least", "90.5", "links", "pricing"])
    assert (found.mutants, found.sample, found.seed, found.at_least) == (True, 40, 7, 90.5)
    assert found.words == ("links", "pricing")
    assert parse(["--mutants", "--survivors"]).survivors


def test_what_is_meant_where_nothing_is_said() -> None:
    found = parse(["--mutants"])
    assert (found.sample, found.seed, found.survivors, found.at_least) == (None, 0, False, 95)
    assert parse(["--mutants", "--at-least", "0"]).at_least == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--sample 4", "--sample is about mutants: add --mutants, or leave it out"),
        ("--seed 4", "--seed is about mutants"),
        ("--survivors", "--survivors is about mutants"),
        ("--at-least 0", "--at-least is about mutants"),
        ("--mutants --seed 0", "--seed draws a sample: say with --sample N how many, or leave it out"),
        ("--mutants --resume --sample 4", "go on with the last sample: leave --sample out"),
        ("--mutants --survivors --sample 4", "go on with the last sample: leave --sample out"),
        ("--mutants --survivors --resume", "--survivors takes no names, and neither --resume nor --fresh"),
        ("--mutants --survivors --fresh", "--survivors takes no names, and neither --resume nor --fresh"),
        ("--mutants --survivors links", "--survivors takes no names, and neither --resume nor --fresh"),
        ("--mutants --resume links", "takes neither names nor --fresh: leave out links"),
        ("--mutants --resume --fresh", "leave out --fresh"),
        ("--mutants --own-rule", "--own-rule is about faults, for a mutant is of no rule"),
    ],
)
def test_a_contradiction_is_told(arguments: str, said: str) -> None:
    with pytest.raises(FaultsError) as told:
        parse(arguments.split())
    assert said in str(told.value)


@pytest.mark.parametrize("percent", ["-1", "100.1", "most", "nan", ""])
def test_what_is_no_percent_is_refused(percent: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--mutants", f"--at-least={percent}"])
    assert f"must be percent, from 0 to 100, not '{percent}'" in capsys.readouterr().err
