"""``python -m faults.mutants [MODULE …]``: the mutants as JSON lines, after one about all of them."""

import json
import sys
from collections.abc import Iterator, Sequence

from faults.catalogue import FaultError
from faults.mutants.known import known, stale
from faults.mutants.making import make, why_not_loaded


def main() -> int:
    """Print what there is, how many were left out and why, and of each mutant all that is known of it."""
    try:
        lines = list(_lines(sys.argv[1:]))
    except FaultError as error:
        sys.stderr.write(f"mutants: {error}\n")
        return 2
    sys.stdout.writelines(json.dumps(line) + "\n" for line in lines)
    return 0


def _lines(modules: Sequence[str]) -> Iterator[dict[str, object]]:
    made, said = make(modules), known()
    left = stale(each for each in said.equivalents if not modules or each.module in modules)
    if left:
        raise FaultError(f"known.toml tells of mutants that no longer are: {'; '.join(left)}")
    yield {"made": made.all, "left_out": dict(made.left_out), "first": said.first}
    for mutant in made.mutants:
        number, old, new = mutant.lines()
        yield {
            "name": mutant.name,
            "module": mutant.module,
            "line": number,
            "says": f"{old} -> {new}",
            "diff": mutant.diff(),
            "dead": why_not_loaded(mutant),
            "equivalent": said.why_equivalent(mutant),
        }


if __name__ == "__main__":
    sys.exit(main())
