"""Cucumber Messages: a run as a line of JSON for each thing that happened, for all that reads Cucumber's.

Its vocabulary has seven words for how a step ended and none for a scenario, whose state is that of its worst
step; so everything that can happen to a scenario has to be said of a step, or of one of the two hooks around
them: `Before` is its set-up, `After` its teardown and what befell its process.

===============  ==========================================================================================
a step that      is in Messages
===============  ==========================================================================================
passed           PASSED
failed           FAILED; PENDING in a scenario that was expected to fail
undefined        UNDEFINED, with a snippet as its suggestion
skipped          SKIPPED, with the reason: it ended the scenario
was interrupted  UNKNOWN: it was running when its run or its process ended
was not run      SKIPPED, without a reason. There is no better word; it is neither PASSED nor FAILED
===============  ==========================================================================================

==================  =======================================================================================
a scenario that     is in Messages
==================  =======================================================================================
passed              PASSED throughout
failed              as its steps are: FAILED or UNDEFINED
had an error        FAILED in `Before` (set-up), or in `After` (teardown, or the process that died)
was skipped         SKIPPED in the step that skipped, or in `Before` where none of them began
failed as expected  PENDING, with the reason: known not to work yet, which is what Cucumber calls pending.
                    `testRunFinished.success` is the run's own verdict, which this does not spoil
passed unexpected   PASSED, with a note at its last step: pytest counts it as passed, unless told to be strict
was interrupted     FAILED in `After`: UNKNOWN counts for less than PASSED there, so that a scenario whose
                    last step was interrupted would be shown as passed
never began         a `testCase` without `testCaseStarted`
was run again       an attempt for each time. Of the earlier ones only their end is known, so they have no
                    steps: `After` says how they ended
==================  =======================================================================================

A `testCase` has the scenario's node id as its own. Ambiguous steps fail the tests before they can be run, and
step definitions are left out: what is known of a run does not say which definition a step had.
"""

from harness.formats.cucumber_messages.reading import read_back
from harness.formats.cucumber_messages.writing import write_messages

__all__ = ["read_back", "write_messages"]
