"""The mails of the store."""

from django.utils.translation import gettext as _

from portal import mail
from portal.store.models import Order

SENDER_NAME = "Microsoft Store"
SENDER_LOCAL_PART = "store-no-reply"


def send_receipt(order: Order) -> None:
    """Mail the receipt to the account's own address. Raises `portal.mail.MailNotSentError`."""
    mail.deliver(
        to=order.account.email,
        subject=_("Your order %(number)s") % {"number": order.number},
        sender=(SENDER_NAME, SENDER_LOCAL_PART),
        site="store",
        template="receipt",
        context={"order": order},
    )
