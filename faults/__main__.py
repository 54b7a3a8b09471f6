"""``python -m faults``: all faults as JSON lines, for whoever runs a portal with one of them."""

import json
import sys

from faults.catalogue import load_all


def main() -> int:
    """Print name, rule and sentence of each."""
    for fault in load_all().values():
        sys.stdout.write(json.dumps({"name": fault.name, "rule": fault.rule, "says": fault.says}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
