"""`./run rules`: each rule of the rulebook, the scenarios that check it, and what the last run said."""

from __future__ import annotations

import argparse
import difflib
import sys
from typing import TYPE_CHECKING, Final

from harness.paths import REPORTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.cli.console import Printer
    from harness.rulebook import Rule
    from harness.traceability.coverage import Check, Coverage, RunKey

HELP: Final = """\
usage: ./run rules [--uncovered] [ID … | WORDS …]

Lists the rules of rules/rulebook.md by chapter, each with the scenarios that check it and how they ended in
the last run; an outline once, with its rows summed up. Below them, where ./run faults has measured it, how
many ways to break the rule would be noticed.

  ID            a rule, or the beginning of the ids of several: HUP-LINK-3, HUP-LINK; one rule is shown with
                its text
  WORDS         rules with all of these words, in their title, text or chapter, or in the names of scenarios
  --uncovered   only those that no scenario checks

exit code: 0 every rule listed has a scenario, 1 one has none, 2 no rule is meant"""


def run(arguments: list[str]) -> int:
    """Return 0 if all that was asked for is covered, 1 if not, 2 if nothing was meant."""
    parser = argparse.ArgumentParser(prog="./run rules", add_help=False, allow_abbrev=False)
    parser.add_argument("--uncovered", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args(arguments)
    from harness import rulebook  # noqa: PLC0415 - not for the sake of help
    from harness.cli.console import Printer  # noqa: PLC0415
    from harness.traceability.coverage import (  # noqa: PLC0415
        UnreadableFeatureError,
        coverage_of,
        read_features,
        run_keys,
    )
    from harness.traceability.last_run import LastRun  # noqa: PLC0415

    try:
        rules = rulebook.load(rulebook.path_for(ROOT))
        features = read_features(ROOT)
    except (rulebook.RulebookError, UnreadableFeatureError) as error:
        sys.stderr.write(f"run: {error}\n")
        return 2
    chosen = narrowed(coverage_of(rules, features, ROOT), options.words)
    if not chosen:
        _nothing(options.words, rules)
        return 2
    all_runs = [
        key
        for feature in features
        for scenario in feature.scenarios
        for key in run_keys(feature.path.relative_to(ROOT).as_posix(), scenario)
    ]
    last = LastRun.of(REPORTS)
    states = last.states() if last.run else None
    printer, proofs = Printer(), _proofs()
    shown = [each for each in chosen if not options.uncovered or not each.checks]
    show(printer, shown, states, with_text=len(chosen) == 1, proofs=proofs)
    printer.line((last.told(all_runs), "dim"))
    for line in closing_lines(chosen, states):
        printer.line(line)
    return int(any(not each.checks for each in chosen))


def narrowed(covered: Mapping[str, Coverage], words: Sequence[str]) -> list[Coverage]:
    """Return those that are meant by ids or beginnings of ids, or else have all of the words."""
    from harness.traceability.wording import has_words  # noqa: PLC0415 - not for the sake of help

    by_id = {id_: each for word in words for id_, each in covered.items() if _is_meant(id_, word)}
    if words and all(any(_is_meant(id_, word) for id_ in covered) for word in words):
        return [each for id_, each in covered.items() if id_ in by_id]
    return [each for each in covered.values() if has_words(_text(each), words)]


def show(
    printer: Printer,
    shown: Sequence[Coverage],
    states: Mapping[RunKey, str] | None,
    *,
    with_text: bool,
    proofs: Mapping[str, str],
) -> None:
    """Print rules by chapter. `states` is None where there was no run; `proofs` are told below the rule."""
    from harness.cli.console import counted, listed, plain  # noqa: PLC0415
    from harness.traceability.last_run import NEVER_RUN, NOT_RUN, summed_up  # noqa: PLC0415

    def ended(check: Check) -> list[tuple[int, str]]:
        return summed_up(NEVER_RUN if states is None else states.get(key, NOT_RUN) for key in check.runs)

    width = max((len(plain(ended(check))) for each in shown for check in each.checks), default=0)
    group = None
    for each in shown:
        if each.rule.group != group:
            group = each.rule.group
            printer.line((group, "bold underline"))
            printer.blank()
        printer.line((each.rule.id, "bold cyan"), "  ", (each.rule.title, "bold"), indent=2)
        if with_text:
            printer.line(each.rule.text, indent=4)
        if not each.checks:
            printer.line(("no scenario", "bold red"), indent=4)
        for check in each.checks:
            rows = f" ({counted(len(check.runs), 'row')})" if check.is_outline else ""
            gap = " " * (width - len(plain(ended(check))))
            place = (check.place, "dim")
            printer.line(*listed(ended(check)), f"{gap}  ", place, f"  {check.name}{rows}", indent=4)
        if each.rule.id in proofs:
            printer.line((proofs[each.rule.id], "dim"), indent=4)
        printer.blank()


def closing_lines(chosen: Sequence[Coverage], states: Mapping[RunKey, str] | None) -> list[str]:
    """Return how many are covered, and how many held: of rules, and apart from them of qualities."""
    kinds = {
        "rules": [each for each in chosen if each.rule.source != "quality"],
        "qualities": [each for each in chosen if each.rule.source == "quality"],
    }
    kinds = {name: found for name, found in kinds.items() if found}
    lines = [
        f"{sum(bool(each.checks) for each in found)} of {len(found)} {name} covered"
        for name, found in kinds.items()
    ]
    if states is not None:
        held = [
            f"{sum(_holds(each, states) for each in found)} of {len(found)} {name}"
            for name, found in kinds.items()
        ]
        lines.append(f"{' and '.join(held)} held in the last run")
    return lines


def _proofs() -> dict[str, str]:
    """Return how many breaches of each rule were noticed when that was measured last."""
    from harness.faults.breach import FaultsError  # noqa: PLC0415 - not for the sake of help
    from harness.faults.place import FOLDER  # noqa: PLC0415
    from harness.faults.record import FILE_NAME, Measurement  # noqa: PLC0415

    try:
        measured = Measurement.read(REPORTS / FOLDER / FILE_NAME)
    except FaultsError:
        return {}
    found: dict[str, list[bool]] = {}
    for outcome in measured.outcomes.values() if measured is not None else ():
        for rule_id in outcome.rules:
            found.setdefault(rule_id, []).append(outcome.is_good)
    return {
        rule_id: f"{sum(good)} of {len(good)} ways to break it would be noticed (./run faults {rule_id})"
        for rule_id, good in found.items()
    }


def _holds(covered: Coverage, states: Mapping[RunKey, str]) -> bool:
    runs = [key for check in covered.checks for key in check.runs]
    return bool(runs) and all(states.get(key) == "passed" for key in runs)


def _is_meant(rule_id: str, word: str) -> bool:
    """Say so for its id or the beginning of it; in capitals, the first part of it may be left out."""
    ids = [rule_id, rule_id.partition("-")[2]] if word.isupper() else [rule_id]
    return any(f"{each}-".startswith(f"{word.upper().rstrip('-')}-") for each in ids)


def _text(covered: Coverage) -> str:
    rule = covered.rule
    names = [check.name for check in covered.checks]
    return " ".join([rule.id, rule.title, rule.text, rule.group, *names])


def _nothing(words: Sequence[str], rules: Mapping[str, Rule]) -> None:
    asked = " ".join(words)
    names = {rule.title.casefold(): rule.id for rule in rules.values()} | {
        id_.casefold(): id_ for id_ in rules
    }
    close = difflib.get_close_matches(asked.casefold(), names, n=2, cutoff=0.5)
    meant = [f"{names[name]} ({rules[names[name]].title})" for name in close]
    hint = (
        f"did you mean {', or '.join(dict.fromkeys(meant))}?" if meant else "./run rules lists all of them."
    )
    sys.stderr.write(f"run: no rule has {asked!r}; {hint}\n")
