"""The site as a whole: read what there is, look through the run, write every page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final

from harness.living_docs.fault_view import read_faults
from harness.living_docs.history_view import Trend, trends_of
from harness.living_docs.library import read_library
from harness.living_docs.mail_pages import MailPages
from harness.living_docs.overview import MOST_FAILURES, overview_of, seconds_of
from harness.living_docs.publishing import replacing
from harness.living_docs.read_back import read_back
from harness.living_docs.rendering import ASSETS, TEMPLATES, Renderer
from harness.living_docs.rule_states import chapters_of, is_breach, read_rules
from harness.living_docs.scenario_view import MISSING, ScenarioViews, run_path
from harness.living_docs.search_index import filters, search_script
from harness.living_docs.site_files import SiteFiles

if TYPE_CHECKING:
    from pathlib import Path

    from harness.integrity.told import Told
    from harness.living_docs.history_view import HistoryView
    from harness.report.model import Run


LIMITS: Final = {"missing": MISSING, "most_failures": MOST_FAILURES, "most_traceback": 20_000}
"""What templates are to know beside what they show."""


def build_site(
    run: Run,
    *,
    folder: Path,
    into: Path,
    root: Path,
    history: HistoryView | None = None,
    faults: Path | None = None,
) -> dict[str, Told]:
    """Write the site of a finished run to `into`, in place of what is there; return what it tells.

    `folder` is the run's own, whose pictures, mails and evidence are put into the site; `root` is the
    project, whose features and rulebook are read. `faults` is the file in which `./run faults` keeps what it
    has measured, if it is there. Raises LivingDocsError where the site cannot be written;
    that of an earlier run is left then.
    """
    with replacing(into) as aside:
        _fill(SiteFiles(aside, folder), run, run_path(folder, root), root, history=history, faults=faults)
        for name in ASSETS:
            shutil.copyfile(TEMPLATES / name, aside / name)
        # Here, for once it stands in its place another run may replace it.
        return read_back(aside)


def _fill(
    files: SiteFiles, run: Run, path: str, root: Path, *, history: HistoryView | None, faults: Path | None
) -> None:
    library = read_library(root, run)
    rules, problem = read_rules(root, library, run.scenarios)
    if problem:
        library.problems.append(problem)
    trends = trends_of(history, run.scenarios)
    overview = overview_of(run, library, rules, trends)
    by_id = {entry.rule.id: entry for entry in rules}
    renderer = Renderer(
        {"run": run, "rules": by_id, "chapters": chapters_of(rules), "took": seconds_of(run), **LIMITS}
    )
    measured = read_faults(faults, library, root)

    def write(template: str, address: str, **context: Any) -> None:  # noqa: ANN401 - templates take all
        files.write(address, renderer.page(template, address, **context))

    shown = {each.picture for each in overview.broken if each.picture and files.take(each.picture)}
    write("start.html", "index.html", overview=overview, library=library, shown=shown, faults=measured)
    write("rules.html", "rules.html", library=library, faults=measured)
    write("search.html", "scenarios.html", library=library, filters=filters(library))
    files.write("search.js", search_script(library))
    for entry in library.features:
        write("feature.html", entry.page, entry=entry)
    views = ScenarioViews(files, MailPages(files), seed=run.seed, run_path=path)
    for entry in library.features:
        for scenario in entry.present:
            address = f"scenarios/{scenario.key}.html"
            view = views.of(scenario, trends.get(scenario.key, Trend()))
            write("scenario.html", address, entry=entry, view=view, s=scenario, breach=is_breach(scenario))
