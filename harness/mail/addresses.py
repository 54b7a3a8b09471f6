"""When two spellings of an address are one."""

import re


def canonical(address: str) -> str:
    """Return the address in small letters and without the quotation marks of its local part.

    Servers differ on the marks, and no mail system in use tells local parts apart by their capitals.
    """
    local, at, domain = address.rpartition("@")
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return f"{local}{at}{domain}".lower()
