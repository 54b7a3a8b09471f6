"""The catcher under attack, for a moment; `benchmarks/catcher_fuzz` does it for as long as one likes."""

from __future__ import annotations

from benchmarks.catcher_fuzz.campaign import MIB, fuzz
from benchmarks.catcher_fuzz.ledger import Ledger
from harness.mail.catcher.envelope import receive


def test_no_accepted_mail_is_lost_and_none_is_made_up() -> None:
    outcome = fuzz(seconds=2, seed=8412, largest=2 * MIB, crowd=20, round_seconds=1)
    assert (outcome.failures, outcome.ledger.lost, outcome.ledger.invented) == ([], [], [])
    assert outcome.ledger.total > 50
    assert outcome.peak_memory < 250


def test_the_fuzz_notices_what_is_lost_and_what_is_made_up() -> None:
    ledger = Ledger()
    kept, lost, changed = (ledger.recipient() for _ in range(3))
    for recipient in (kept, lost, changed):
        ledger.is_sent(recipient, b"x\r\n")
        ledger.answered(recipient, b"250")
    store = [(kept, b"x\r\n"), (changed, b"X\r\n"), ("i@x.test", b"i\r\n"), (kept, b"x\r\n")]
    ledger.compare(
        (str(number), receive(raw, sender="a@x.test", recipients=[to], peer="here").stored)
        for number, (to, raw) in enumerate(store)
    )
    assert ledger.lost == [lost, changed]
    assert [each.partition(" ")[0] for each in ledger.invented] == ["1", "2", "3"]
