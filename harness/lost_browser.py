"""A browser that dies while it opens a window: the scenario is told at once.

By itself Playwright waits for ever then, for no time-out counts for the opening of a window; until pytest
ends the test, minutes later, with a message that names no browser.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

_LOST: Final = "BrowserContext.new_page: Target page, context or browser has been closed"
"""In the words that Playwright itself has for the loss of a browser at any other moment."""


def mind_loss(context: BrowserContext) -> None:
    """Let the context's `new_page` raise Playwright's Error where the browser is gone before it is done.

    With a Playwright that is made otherwise inside, the context stays as it is.
    """
    # Nothing public can end a call that waits.
    implementation: Any = getattr(context, "_impl_obj", None)
    run_to_its_end: Any = getattr(context, "_sync", None)
    if implementation is None or run_to_its_end is None:
        return

    async def opened() -> Any:  # noqa: ANN401 - a class of Playwright's own, without types for others
        opening = asyncio.current_task()

        def give_up(*_: object) -> None:
            if opening is not None:
                opening.cancel()

        context.once("close", give_up)
        try:
            return await implementation.new_page()
        except asyncio.CancelledError:
            raise Error(_LOST) from None
        finally:
            context.remove_listener("close", give_up)

    def new_page() -> Page:
        made = run_to_its_end(opened())
        return next(page for page in context.pages if page._impl_obj is made)  # noqa: SLF001

    context.new_page = new_page  # type: ignore[method-assign]
