"""What a password must be like, beside what Django itself asks."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Django's own but for its message, which Django 5.2 has in English alone."""

    def get_error_message(self) -> str:
        """How long it must be."""
        return _("This password is too short. Choose one of at least %(length)s characters.") % {
            "length": self.min_length
        }
