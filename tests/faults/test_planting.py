"""A fault is in place whenever its module is loaded, and one that does not fit is told at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.conftest import Programs

FAULTS = """
import sys
from faults.catalogue import Fault
from faults.patching import replace, template, wrapped
from faults.planting import plant

def fault(name, patch, *modules):
    return Fault(f"made-{name}", "HUP-LINK-3", "It is broken.", modules or ("shop",), patch)

def dearer(shop):
    @wrapped(shop, "price")
    def price(original, *arguments):
        return original(*arguments) + 1
"""


@pytest.fixture(autouse=True)
def shop(programs: Programs) -> None:
    """A module, and one that takes a name out of it as soon as it is loaded itself."""
    programs.module("shop", "TAX = 10\ndef price(list_price):\n    return list_price + TAX\n")
    programs.module("till", "from shop import price\ndef bill():\n    return price(100)\n")


@pytest.mark.parametrize(
    "order",
    [
        "plant([fault('a', dearer)]); import till",
        "plant([fault('a', dearer)]); import shop, till",
        "import shop; plant([fault('a', dearer)]); import till",
    ],
)
def test_whoever_loads_the_module_gets_the_broken_one(programs: Programs, order: str) -> None:
    done = programs.run(f"{FAULTS}\n{order}\nprint(till.bill(), sys.modules['shop'].price.__name__)")
    assert done.stdout == "111 price\n", done.stderr


def test_two_faults_of_one_module(programs: Programs) -> None:
    done = programs.run(
        f"{FAULTS}\nplant([fault('a', dearer), fault('b', lambda shop: replace(shop, 'TAX', 20))])\n"
        "import till; print(till.bill())"
    )
    assert done.stdout == "121\n", done.stderr


def test_one_fault_of_two_modules(programs: Programs) -> None:
    done = programs.run(
        f"{FAULTS}\nseen = []\nsee = lambda module: seen.append(module.__name__)\n"
        "plant([fault('a', see, 'till', 'shop')])\n"
        "import till; print(seen)"
    )
    assert done.stdout == "['shop', 'till']\n", done.stderr


def test_a_module_keeps_its_origin(programs: Programs) -> None:
    done = programs.run(
        f"{FAULTS}\nimport inspect\nplant([fault('a', dearer)])\nimport shop\n"
        "print(shop.__spec__.origin == shop.__file__, 'TAX' in inspect.getsource(shop))\n"
        "print(shop.__loader__.get_source('shop').startswith('TAX'))"
    )
    assert done.stdout == "True True\nTrue\n", done.stderr


@pytest.mark.parametrize("order", ["import shop; plant([{}])", "plant([{}]); import shop"])
@pytest.mark.parametrize(
    ("patch", "said"),
    [
        ("lambda shop: replace(shop, 'DUTY', 1)", "FaultError: shop has no DUTY"),
        ("lambda shop: wrapped(shop, 'cost')(dearer)", "FaultError: shop has no cost"),
        ("lambda shop: shop.price.tax", "AttributeError"),
    ],
)
def test_what_no_longer_fits_is_told(programs: Programs, order: str, patch: str, said: str) -> None:
    done = programs.run(f"{FAULTS}\n" + order.format(f"fault('a', {patch})"))
    assert done.returncode == 1
    assert f"FaultError: the fault made-a no longer fits shop ({said}" in done.stderr
    assert "bring it up to date with the portal" in done.stderr


def test_a_template(programs: Programs) -> None:
    done = programs.run(
        f"{FAULTS}\nfrom faults.catalogue import _FAULTS\n"
        "template('made-template', 'HUP-LINK-2', 'It is broken.', file='mail/eligible.txt', old='{{ link }}',"
        " new='{{ nothing }}')\n"
        "from django.template.loaders import filesystem\nfrom django.template import Engine\n"
        "plant([_FAULTS['made-template']])\nfrom faults.patching import TEMPLATES\n"
        "engine = Engine(dirs=[str(TEMPLATES)])\nloader = engine.template_loaders[0]\n"
        "def source(name):\n"
        "    return next(loader.get_contents(each) for each in loader.get_template_sources(name))\n"
        "print('{{ nothing }}' in source('mail/eligible.txt'), '{{ link }}' in source('mail/eligible.txt'))\n"
        "print('{{ nothing }}' in source('mail/eligible.html'))"
    )
    assert done.stdout == "True False\nFalse\n", done.stderr


def test_a_template_that_does_not_say_so(programs: Programs) -> None:
    done = programs.run(
        f"{FAULTS}\nfrom faults.catalogue import _FAULTS\n"
        "template('made-template', 'HUP-LINK-2', 'It is.', file='mail/eligible.txt', old='never', new='x')\n"
        "from django.template.loaders import filesystem\nplant([_FAULTS['made-template']])"
    )
    assert "the template mail/eligible.txt does not say 'never'" in done.stderr


UNFIT = """
import sys, faults, portal.__main__ as command
from faults.catalogue import Fault
from faults.patching import replace
patch = lambda module: replace(module, "NO_SUCH_THING", 1)
made = Fault("made-a", "HUP-BUY-6", "It is broken.", (sys.argv[1],), patch)
faults.find = lambda name: made
sys.exit(command.main(["--smtp", "none", "--fault", "made-a"]))
"""


@pytest.mark.parametrize(
    ("module", "said"),
    [
        # The first is one that no page has asked for yet.
        (
            "portal.store.views",
            "no longer fits portal.store.views (FaultError: portal.store.views has no NO_",
        ),
        ("portal.store.kiosk", "finds no module portal.store.kiosk"),
    ],
)
def test_a_portal_that_it_does_not_fit_does_not_start(programs: Programs, module: str, said: str) -> None:
    done = programs.run(UNFIT, module)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"portal: the fault made-a {said}")
    assert "bring it up to date with the portal" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_portal_with_an_unknown_fault_does_not_start(programs: Programs) -> None:
    done = programs.run(
        "import sys, portal.__main__ as command\n"
        "sys.exit(command.main(['--smtp', 'none', '--fault', 'link-works-twise']))"
    )
    assert done.returncode == 2
    assert "there is no fault called 'link-works-twise'. Did you mean link-works-twice" in done.stderr
