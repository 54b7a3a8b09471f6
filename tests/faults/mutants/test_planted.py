"""A mutant as a fault: it takes the place of its module, in a process that has been told so."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from faults.catalogue import DeadError, find
from faults.mutants.operators import changes
from faults.mutants.sources import source_of

if TYPE_CHECKING:
    from tests.faults.conftest import Programs
    from tests.faults.mutants.conftest import Rules

PLANT = "import sys\nfrom faults.catalogue import find\nfrom faults.planting import plant\n"
COMMAND = """
import sys, portal.__main__ as command
def serve(given):
    import till
    print(till.hours(), end="")
    return 0
command.serve = serve
sys.exit(command.main(["--smtp", "none", "--fault", sys.argv[1]]))
"""


def name_of(module: str, operator: str, text: str) -> str:
    """The first mutant of an operator that says so where the module does not."""
    assert text not in source_of(module)
    made = changes(source_of(module), {operator})
    return next(f"{module}.{operator}.{number}" for _, number, changed in made if text in changed)


@pytest.fixture
def day_and_hour(programs: Programs) -> str:
    """The name of a mutant, and a module that takes out of its module what is another then."""
    programs.module(
        "till",
        "from portal.rules.links import LIFETIME, is_expired\n"
        "def hours():\n    return LIFETIME.total_seconds() / 3600\n",
    )
    return name_of("links", "NumberReplacer", "hours= 25")


@pytest.mark.parametrize(
    "order",
    [
        "plant([find(sys.argv[1])]); import till",
        "plant([find(sys.argv[1])]); import portal.rules.links, till",
        "import portal.rules.links; plant([find(sys.argv[1])]); import till",
    ],
)
def test_whoever_loads_the_module_gets_the_mutant(programs: Programs, day_and_hour: str, order: str) -> None:
    done = programs.run(
        f"{PLANT}\n{order}\nfrom datetime import datetime, timedelta\n"
        "now = datetime(2026, 3, 2); old = now - timedelta(hours=24.5)\n"
        "print(till.hours(), till.is_expired(old, now), till.is_expired.__module__)",
        day_and_hour,
    )
    assert done.stdout == "25.0 False portal.rules.links\n", done.stderr


def test_a_portal_with_it(programs: Programs, day_and_hour: str) -> None:
    done = programs.run(COMMAND, day_and_hour)
    assert (done.returncode, done.stdout) == (0, "25.0"), done.stderr


def test_a_portal_that_cannot_be_loaded_with_it_does_not_start(programs: Programs) -> None:
    programs.module("till", "import portal.rules.domains\ndef hours():\n    return 0\n")
    name = name_of("domains", "ReplaceBinaryOperator_Sub_Add", "0x7F)) + {")
    done = programs.run(COMMAND, name)
    assert (done.returncode, done.stdout) == (2, "")
    said = f"portal: no portal can start with {name}: domains cannot be loaded (TypeError: unsupported "
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1


def test_a_portal_with_an_unknown_one_does_not_start(programs: Programs) -> None:
    done = programs.run(COMMAND, "links.NumberReplacer.999")
    assert done.returncode == 2
    assert done.stderr.startswith("portal: there is no mutant called 'links.NumberReplacer.999': ./run ")


def test_nothing_is_left_of_the_module_that_it_replaces(rules: Rules) -> None:
    module = rules.write("if True:\n    LIMIT = 30\nPRICE = False\n")
    fault = find("tariff.ReplaceTrueWithFalse.0")
    fault.patch(module)
    assert (fault.name, fault.modules) == ("tariff.ReplaceTrueWithFalse.0", ("portal.rules.tariff",))
    assert fault.says == "'if True:' has become 'if False:'."
    assert not hasattr(module, "LIMIT")
    assert module.PRICE is False
    assert module.__name__ == "portal.rules.tariff"


def test_one_that_cannot_be_loaded_is_no_fault_of_the_faults(rules: Rules) -> None:
    rules.write("LIMITS = frozenset('ab') - {'a'}\n")
    fault = find("tariff.ReplaceBinaryOperator_Sub_Add.0")
    with pytest.raises(DeadError, match=r"tariff cannot be loaded \(TypeError: "):
        fault.patch(ModuleType("portal.rules.tariff"))
