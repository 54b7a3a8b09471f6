"""What cosmic-ray can change in a source, and how often; all that is known of that tool here."""

from collections.abc import Collection, Iterator
from typing import Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

_PREFIX: Final = "core/"
_NEED_NAMES: Final = frozenset({"VariableReplacer", "VariableInserter"})
"""Those that change a variable somebody has to name first, for an experiment."""


def changes(source: str, only: Collection[str] | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield each change that can be made: its operator, which occurrence it is, and the source then.

    `only` are operators, where not all are asked for.
    """
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        operator = name.removeprefix(_PREFIX)
        if not name.startswith(_PREFIX) or operator in _NEED_NAMES or (only and operator not in only):
            continue
        made = get_operator(name)()
        places = sum(1 for node in nodes for _ in made.mutation_positions(node))
        for occurrence in range(places):
            changed = mutate_code(source, made, occurrence)
            if changed is not None:
                yield operator, occurrence, changed


def change(source: str, operator: str, occurrence: int) -> str | None:
    """Make one change; None where there is no such operator, or nothing for it to change."""
    name = f"{_PREFIX}{operator}"
    if name not in operator_names() or operator in _NEED_NAMES:
        return None
    changed: str | None = mutate_code(source, get_operator(name)(), occurrence)
    return changed
