"""A mutant as a fault: the module's changed source is executed in the place of its own."""

from types import ModuleType

from faults.catalogue import DeadError, Fault
from faults.mutants.making import find, run_in
from faults.mutants.sources import PACKAGE


def fault_of(name: str) -> Fault:
    """The mutant of this name as a fault. Raises FaultError where the sources do not make one."""
    mutant = find(name)

    def patch(module: ModuleType) -> None:
        # Others take names out of the module only once it is loaded, so that they find these alone.
        for key in [key for key in vars(module) if not key.startswith("__")]:
            delattr(module, key)
        try:
            run_in(vars(module), mutant)
        except Exception as error:
            raise DeadError(
                f"no portal can start with {name}: {mutant.module} cannot be loaded "
                f"({type(error).__name__}: {error})"
            ) from error

    _, old, new = mutant.lines()
    return Fault(name, "", f"{old!r} has become {new!r}.", (f"{PACKAGE}.{mutant.module}",), patch)
