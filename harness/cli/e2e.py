"""`./run e2e`: the features, in a browser, against a portal."""

from __future__ import annotations

from typing import Final

from harness.cli.pytest_call import (
    as_selection,
    call_pytest,
    caller_folder,
    default_workers,
    from_repository,
    needs_found_browser,
)

HELP: Final = """\
usage: ./run e2e [OPTION …] [PATH …]

Runs the feature files: without a PATH all of them, on all processors. The reference portal and a
mail catcher are started for the run and stopped after it. What it leaves is in reports/latest/.

what to run:
  PATH                  a feature file or folder: features/admin, features/employee/checkout.feature
  PATH:LINE             what stands in that line: a scenario, a row of its examples, a whole rule;
                        several lines can follow: features/employee/checkout.feature:14:40
  --tags EXPR           scenarios whose tags fit: --tags "@admin and not @slow", --tags @HUP-BUY-6,
                        --tags "@HUP-LINK-3 or @HUP-LINK-4"
  -k WORDS              scenarios whose names match: -k receipt, -k "link and not expired"
  -x                    stop at the first failure
  --lf                  only those that failed last time

against what:
  --target NAME|FILE|URL
                        'reference' (the default) starts everything; a name from targets/; a TOML
                        file such as .run/portal.toml, which ./run portal writes; or the address of
                        a program site
  --mail auto|mailpit|embedded
                        the reference portal's mail catcher
  --portal-port N       the reference portal's port (default: a free one)
  --fault NAME          break the reference portal on purpose, to see what notices; can be repeated:
                        ./run faults --list names the ways

  The environment can describe a target too, or fill in what its file leaves out: HUP_TARGET,
  HUP_PROGRAM_URL, HUP_ACCOUNT_URL, HUP_STORE_URL, HUP_ADMIN_URL, HUP_BUSINESS_URL, HUP_CONTROL_URL,
  HUP_CONTROL_SECRET, HUP_DNS_URL, HUP_DNS_SECRET, HUP_MAIL_URL or MAILPIT_URL, HUP_MAIL_DELAY,
  HUP_PORTAL_LOG; targets/example.toml explains them. With the reference portal, MAILPIT_URL,
  MAILPIT_SMTP_HOST and MAILPIT_SMTP_PORT name a Mailpit that runs already.

  --weather[=KINDS]     with connections, mail and processors as bad as in life: all kinds that a
                        correct portal survives, or some, as in --weather=late-mail,slow-net

how:
  -n N                  so many workers at once; -n 0: in one process, one after the other
  --seed N              draw the same test data as the run that printed this seed
  --headed              show the browser; --slowmo 300 slows it down, to follow it by eye
  --browser NAME        chromium (the default), firefox or webkit; --browser-channel msedge …
  --pdb                 stop in the debugger where a scenario fails (in one process)
  --history FILE.ndjson|DIR|none
                        where the last runs are remembered (default: HUP_HISTORY, or else
                        reports/history.ndjson), for "failing since" and "flaky"

Every other option of pytest and pytest-playwright can be given too: --collect-only lists the
scenarios, --durations 10 the slowest of them, and .venv/bin/python -m pytest --help all options.

exit code: 0 all passed, 1 something failed, 2 stopped before the end, 4 the options or the
surroundings are wrong, 5 no scenario matched"""


def run(arguments: list[str]) -> int:
    """Return pytest's exit code. Raises SetupError where there is no browser and no way to one."""
    caller = caller_folder()
    arguments = from_repository(as_selection(arguments, caller=caller), caller=caller)
    if needs_found_browser(arguments):
        from harness.browser_setup import ensure_browser  # noqa: PLC0415 - not for the sake of help

        ensure_browser(headed="--headed" in arguments)
    return call_pytest(["-o", "testpaths=tests/features", *default_workers(arguments), *arguments])
