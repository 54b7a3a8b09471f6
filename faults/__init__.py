"""Ways to break the portal on purpose, for finding out what the suite notices.

Each is a named patch of a few lines, planted into the portal's process before it starts to serve. The
portal's own code knows nothing of them.
"""

from faults.catalogue import Fault, FaultError, find, load_all
from faults.planting import plant

__all__ = ["Fault", "FaultError", "find", "load_all", "plant"]
