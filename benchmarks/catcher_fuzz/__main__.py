"""Whether the embedded mail catcher, under attack, keeps every mail that it accepts, answers and stays small.

Run `.venv/bin/python -m benchmarks.catcher_fuzz --seconds 300 --seed 1` in the repository. Mails of any bytes
up to 50 MB, by clients that keep to SMTP, among 200 connections at once, half-open and deaf ones, and others
that send nonsense by SMTP and HTTP. Exit code 1 if a mail was lost or made up, if the catcher failed anybody,
left descriptors open, or took more memory than it may.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.catcher_fuzz.campaign import MEMORY, Outcome, fuzz


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="(default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of what is sent (default: %(default)s)")
    options = parser.parse_args()
    outcome = fuzz(seconds=options.seconds, seed=options.seed, tell=_tell)
    for problem in (*outcome.ledger.lost, *outcome.ledger.invented, *outcome.failures):
        print("!", problem)
    print(
        f"mails accepted {outcome.ledger.total}, lost {len(outcome.ledger.lost)}, "
        f"made up {len(outcome.ledger.invented)}, refused {outcome.ledger.refused}; "
        f"{outcome.connections} connections, {outcome.restarts} restarts by kill -9; "
        f"peak memory {outcome.peak_memory:.0f} MiB of {MEMORY:.0f}"
    )
    return 0 if outcome.good else 1


def _tell(outcome: Outcome) -> None:
    print(
        f"round {outcome.rounds}: {outcome.ledger.total} mails accepted, {len(outcome.ledger.lost)} lost, "
        f"{outcome.connections} connections, peak memory {outcome.peak_memory:.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
