"""Names that somebody may well give to a scenario, each of them trouble for some format."""

from __future__ import annotations

from typing import Final

ODD_NAMES: Final = (
    "Up/down ../../etc/passwd",
    "A party 🎉 for 👩‍👩‍👧",
    "رابط التأكيد يعمل مرة واحدة",
    "An override \N{RIGHT-TO-LEFT OVERRIDE}drow a",
    "x" * 300,
    "<script>alert(1)</script> & <b>bold</b> &amp; ]]>",
    "A | pipe, a `tick`, *stars*, __lines__ and [a link](http://elsewhere.example)",
    "Two\nlines\r\nand a \t tab",
    "Bells \x07, nulls \x00 and \x1b[31mcolours\x1b[0m",
    "Half a character \ud83d",
    "::error::100%25, a: b",
    "",
)
