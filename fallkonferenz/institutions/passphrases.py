"""What Django's lists of common passwords cannot know: a long passphrase made of hardly anything."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIFFERENT = 8


class DifferentCharacters:
    """“passwordpassword” is long, and guessed at once."""

    def validate(self, password: str, user: object = None) -> None:
        if len(set(password.casefold())) < DIFFERENT:
            raise ValidationError(self.get_help_text(), code="too_uniform")

    def get_help_text(self) -> str:
        return _("At least %(count)s different characters.") % {"count": DIFFERENT}
