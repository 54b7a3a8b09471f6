"""Test payment cards. No card is ever charged, so only the published test numbers have an outcome."""

import re
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What the card's bank answers."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


ACCEPTED_NUMBERS = frozenset({"4242424242424242"})
LENGTHS = range(13, 20)
_SEPARATORS = re.compile(r"[ -]")
_EXPIRY = re.compile(r"(?P<month>0?[1-9]|1[0-2])\s*/\s*(?:20)?(?P<year>[0-9]{2})", re.ASCII)
_SECURITY_CODE = re.compile(r"[0-9]{3,4}", re.ASCII)


def digits(text: str) -> str:
    """A card number without the spaces and hyphens that people type between the groups."""
    return _SEPARATORS.sub("", text)


def passes_luhn(number: str) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        # Every second digit counts double, as the sum of the digits of its double.
        total += sum(divmod(int(digit) * 2, 10)) if position % 2 else int(digit)
    return total % 10 == 0


def is_card_number(number: str) -> bool:
    """Whether this could be a card: 13 to 19 ASCII digits with a right check digit."""
    return number.isascii() and number.isdigit() and len(number) in LENGTHS and passes_luhn(number)


def parse_expiry(text: str) -> tuple[int, int] | None:
    """Year and month of ``MM/YY`` or ``MM/YYYY``; None for anything else."""
    match = _EXPIRY.fullmatch(text)
    return (2000 + int(match["year"]), int(match["month"])) if match else None


def is_past(expiry: tuple[int, int], today: date) -> bool:
    """A card is good until the last day of its month."""
    return expiry < (today.year, today.month)


def is_security_code(text: str) -> bool:
    """Three or four ASCII digits."""
    return _SECURITY_CODE.fullmatch(text) is not None


def outcome(number: str) -> Outcome:
    """Only the accepting test card pays; any other valid number is declined."""
    return Outcome.ACCEPTED if number in ACCEPTED_NUMBERS else Outcome.DECLINED
