"""The faults of this project: each breaks a rule that there is, and fits the portal as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from faults.catalogue import Fault, FaultError, add, find, load_all
from harness import rulebook

if TYPE_CHECKING:
    from tests.faults.conftest import Programs

PLANT_ALL = """
import importlib, json, os
from pathlib import Path

import django
import faults
from portal import settings
from portal.config import Config

settings.configure(Config(port=8000, data=Path(), secret_key="of the tests"))
django.setup(set_prefix=False)
known = faults.load_all()
modules = {module for each in known.values() for module in each.modules}
for module in sorted(modules):
    importlib.import_module(module)
# Each in a process of its own, which has all of the portal loaded already: that costs milliseconds.
for each in known.values():
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            faults.plant([each])
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as told:
        print(json.dumps([each.name, told.read()]))
    os.waitpid(child, 0)
"""


def test_each_breaks_a_rule_of_the_rulebook() -> None:
    rules = rulebook.load()
    assert [each.name for each in load_all().values() if each.rule not in rules] == []


def test_each_rule_has_one() -> None:
    broken = {each.rule for each in load_all().values()}
    assert [rule for rule in rulebook.load() if rule not in broken] == []


def test_each_says_in_a_sentence_what_is_wrong() -> None:
    for each in load_all().values():
        assert each.says[0].isupper() or not each.says[0].isalpha(), each
        assert each.says.endswith("."), each
        assert each.says.count("\n") == 0, each
        assert each.modules, each


def test_each_fits_the_portal(programs: Programs) -> None:
    done = programs.run(PLANT_ALL)
    told = dict(json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert told.keys() == load_all().keys()
    assert {name: said for name, said in told.items() if said} == {}


def test_the_list_for_programs(programs: Programs) -> None:
    done = programs.run("import runpy; runpy.run_module('faults', run_name='__main__')")
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in listed] == list(load_all())
    assert {"name", "rule", "says"} == set().union(*listed)


@pytest.mark.parametrize(
    "name", ["one", "Two-Words", "two_words", "two--words", "-two-words", "w-" * 24 + "w"]
)
def test_a_name_that_tells_nothing_is_refused(name: str) -> None:
    with pytest.raises(FaultError, match="a fault cannot be called"):
        add(Fault(name, "HUP-LINK-3", "It is.", ("portal.mail",), lambda _module: None))


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(FaultError, match="there are two faults called link-works-twice"):
        add(find("link-works-twice"))
