"""pytest plugin: follows every scenario, gathers the evidence of red ones, keeps the results of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pytest_bdd.scenario import find_fixturedefs_for_step

from harness.integrity.witness import StepWitness, Witness
from harness.report import hooks
from harness.report.describe import describe, short_digest
from harness.report.evidence import EvidenceFolder
from harness.report.failure import PAGE_CRASHED
from harness.report.keep import keep_mails, keep_pictures
from harness.report.keys import EVIDENCE, RECORDER
from harness.report.lost_workers import LostWorkers
from harness.report.recorder import Recorder
from harness.report.replay import replay_of
from harness.report.results import RESULT, ResultsPlugin
from harness.report.worker_events import EventReceiver, sender
from harness.run_context import RUN_CONTEXT
from harness.secrecy.masking import Masker, masker_of
from harness.secrecy.plugin import Scanner, Secrecy
from harness.secrecy.traces import UNSCRUBBED
from harness.weather.sight import told as weather_told

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_bdd.parser import Scenario as ParsedScenario

    from harness.report.model import Failure
    from harness.report.pictures import PictureBook

_FOLDER: Final = pytest.StashKey[EvidenceFolder]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("scenarios")
    group.addoption(
        "--evidence",
        choices=["none", "lean", "full"],
        default="lean",
        help="what is kept of each scenario: lean (pictures, mails, and of a red one the trace of its "
        "actions; costs little), full (the trace with DOM snapshots, pictures, sources and every request as "
        "well; for a replay), or none of these",
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Secrecy(config), Secrecy.NAME)
    config.pluginmanager.register(StepWitness(), StepWitness.NAME)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(EventReceiver(config), "hup-worker-events")
        # Before the results: so it looks at what these, and all that are told of them, have written.
        config.pluginmanager.register(Scanner(config), Scanner.NAME)
        config.pluginmanager.register(LostWorkers(config), LostWorkers.NAME)
        config.pluginmanager.register(ResultsPlugin(config), ResultsPlugin.NAME)
        _register_publisher(config)


def _register_publisher(config: pytest.Config) -> None:
    from harness.integrity.publisher import Publisher  # noqa: PLC0415 - no worker needs what it imports

    witness = Witness()
    config.pluginmanager.register(witness, Witness.NAME)
    config.pluginmanager.register(Publisher(config, witness), Publisher.NAME)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k` find a scenario by the words of its feature file, beside its function's name."""
    scenario = describe(item)
    if scenario is not None:
        rule = [scenario.rule.name] if scenario.rule else []
        item.extra_keyword_matches.update([scenario.feature.name, scenario.name, *rule])


@pytest.hookimpl(tryfirst=True)  # a worker tells its scenarios before it asks for tests to run
def pytest_collection_finish(session: pytest.Session) -> None:
    run = session.config.stash.get(RUN_CONTEXT, None)
    recorders = []
    for item in session.items:
        scenario = describe(item)
        if scenario is not None:
            if run is not None:
                scenario.request_id = f"{run.run_id}-{short_digest(item.nodeid)}"
            item.stash[RECORDER] = Recorder(scenario, session.config.rootpath)
            recorders.append(item.stash[RECORDER])
    if not session.config.option.collectonly:
        sender(session.config).scenarios([recorder.scenario for recorder in recorders])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    events = sender(item.config)
    recorder = item.stash.get(RECORDER, None)
    if recorder is not None:
        recorder.start(events.worker or None)
    events.started(item.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin anew where a plugin runs a test again, within the same protocol."""
    recorder = item.stash.get(RECORDER, None)
    if recorder is None or not recorder.is_over:
        return
    events = sender(item.config)
    recorder.start(events.worker or None)
    events.started(item.nodeid)
    # What the attempt before let be watched is closed by now, and its folder full.
    if EVIDENCE in item.stash:
        del item.stash[EVIDENCE]
    if _FOLDER in item.stash:
        del item.stash[_FOLDER]


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    item = request.node
    step = item.stash[RECORDER].step_started()
    sender(item.config).step(item.nodeid, step)
    if pictures := _pictures_of(item):
        pictures.step_began(is_check=_is_check(item, step))


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    item = request.node
    _picture(item, step=item.stash[RECORDER].step_passed())


def pytest_bdd_step_error(request: pytest.FixtureRequest) -> None:
    item = request.node
    _picture(item, step=item.stash[RECORDER].step_failed())
    _capture(item)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, scenario: ParsedScenario) -> None:
    item = request.node

    # As pytest-bdd itself looks steps up.
    manager = request._fixturemanager  # noqa: SLF001

    def is_defined(index: int) -> bool:
        return any(True for _ in find_fixturedefs_for_step(scenario.steps[index], manager, item))

    item.stash[RECORDER].step_undefined(is_defined)
    _capture(item)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # so that it sees the outcome as all others have left it
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    recorder = item.stash.get(RECORDER, None)
    if recorder is None:
        return report
    recorder.phase_ended(report, call.excinfo)
    if report.failed:
        failure = recorder.scenario.failures[-1]
        _mask(failure, masker_of(item.config))
        _capture(item)
        evidence, folder = item.stash.get(EVIDENCE, None), _folder(item)
        if evidence is not None and evidence.browser.has_crashed and PAGE_CRASHED not in failure.message:
            failure.message = f"{PAGE_CRASHED}\n{failure.message}"
        _name_weather(item, failure)
        if folder is not None:
            folder.complete(evidence, output=report.sections)
    _keep(item, report)
    if report.failed or report.when == "teardown":
        setattr(report, RESULT, recorder.scenario.model_dump(mode="json"))
    return report


def _name_weather(item: pytest.Item, failure: Failure) -> None:
    """Let the message say what the weather did, where it may be the reason."""
    run, evidence = item.config.stash.get(RUN_CONTEXT, None), item.stash.get(EVIDENCE, None)
    if run is None or run.target.weather is None:
        return
    scenario = item.stash[RECORDER].scenario
    told = weather_told(
        run.target.weather,
        request_id=scenario.request_id or "",
        addresses=evidence.addresses if evidence is not None else (),
        since=scenario.started,
    )
    scenario.notes["weather"] = masker_of(item.config).text(told)
    if told not in failure.message:
        failure.message = f"{failure.message}\n{scenario.notes['weather']}"


def _picture(item: pytest.Item, *, step: int) -> None:
    if pictures := _pictures_of(item):
        pictures.step_ended(step, is_check=_is_check(item, step))


def _pictures_of(item: pytest.Item) -> PictureBook | None:
    evidence = item.stash.get(EVIDENCE, None)
    return None if evidence is None else evidence.browser.pictures


def _is_check(item: pytest.Item, step: int) -> bool:
    return item.stash[RECORDER].scenario.steps[step].kind == "then"


def _keep(item: pytest.Item, report: pytest.TestReport) -> None:
    """Keep what the report shows of every scenario: its mails while they can be had, then its pictures."""
    run, evidence = item.config.stash.get(RUN_CONTEXT, None), item.stash.get(EVIDENCE, None)
    if run is None or evidence is None or item.config.getoption("--evidence") == "none":
        return
    recorder = item.stash[RECORDER]
    if report.when == "teardown":
        keep_pictures(evidence, recorder.scenario, folder=run.reports)
    elif report.when == "call" or not report.passed:
        if evidence.browser.pictures is not None:
            evidence.browser.pictures.settle()
        keep_mails(
            evidence,
            recorder.scenario,
            folder=run.reports,
            masker=masker_of(item.config),
            starts=recorder.step_starts,
        )


def pytest_hup_replay_arguments(config: pytest.Config) -> list[str]:
    """Name what the run was told and a scenario depends on."""
    arguments: list[str] = []
    run = config.stash.get(RUN_CONTEXT, None)
    if run is not None and run.target.name != "reference":
        arguments += ["--target", run.target.name]
    if config.getoption("--weather", None):
        arguments += [f"--weather={config.getoption('--weather')}"]
    for fault in run.target.faults if run is not None else ():
        arguments += ["--fault", fault]
    for browser in config.getoption("browser", None) or []:
        arguments += ["--browser", browser]
    for option in ("mail", "browser-channel", "device", "patience"):
        value = config.getoption(option.replace("-", "_"), None)
        if value:
            arguments += [f"--{option}", str(value)]
    return arguments


def _capture(item: pytest.Item) -> None:
    folder, evidence = _folder(item), item.stash.get(EVIDENCE, None)
    if folder is not None and evidence is not None:
        folder.capture_browser(evidence)


def _folder(item: pytest.Item) -> EvidenceFolder | None:
    run = item.config.stash.get(RUN_CONTEXT, None)
    if run is None:
        return None
    if _FOLDER not in item.stash:
        scenario = item.stash[RECORDER].scenario
        relative = f"failures/{scenario.key}"
        scenario.folder = relative
        item.stash[_FOLDER] = EvidenceFolder(
            run.reports / relative,
            scenario,
            replay=replay_of(item.config, item.nodeid),
            portal_log=run.target.portal_log,
            masker=masker_of(item.config),
            unscrubbed=run.reports / UNSCRUBBED,
        )
    return item.stash[_FOLDER]


def _mask(failure: Failure, masker: Masker) -> None:
    failure.message = masker.text(failure.message)
    failure.source = masker.text(failure.source)
    failure.traceback = masker.text(failure.traceback)
