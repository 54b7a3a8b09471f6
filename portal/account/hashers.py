"""How passwords are stored."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScryptPasswordHasher(ScryptPasswordHasher):
    """Django's scrypt at 15 ms of processor time instead of 160 ms.

    The people of this portal live for one scenario each, and every scenario waits for a sign-in. Raise these
    for people who stay.
    """

    work_factor = 2**13
    parallelism = 1
