"""The forms of allauth in the words of this house."""

from allauth.account import forms
from django.forms import CharField, Form, TextInput
from django.utils.translation import gettext_lazy as _

from fallkonferenz.institutions.kinds import Appearance, Language
from fallkonferenz.web.forms.fields import OneOf

PASSPHRASE_HINT = _("At least 15 characters. Four or five words that do not belong together are easy to remember.")


class LoginForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["password"].label = _("Passphrase")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChangePassphraseForm(forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self)
        self.fields["oldpassword"].label = _("Present passphrase")


class AcceptForm(forms.SetPasswordForm):
    """The passphrase of an invited person; the rules are the same as for a change."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(person, *args, **kwargs)
        in_our_words(self)
        self.fields["password1"].label = _("Passphrase")
        self.fields["password2"].label = _("Passphrase once more")


class KnownAs(TextInput):
    """Whose passphrase it is, for those who keep it in a program: seen and typed by nobody."""

    is_hidden = True

    def __init__(self) -> None:
        super().__init__({"autocomplete": "username", "hidden": True})


def in_our_words(form) -> None:
    """A new passphrase and its repetition, as allauth's forms name them."""
    form.fields["password1"].label = _("New passphrase")
    form.fields["password1"].help_text = PASSPHRASE_HINT
    form.fields["password2"].label = _("New passphrase once more")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    form.fields["username"] = CharField(required=False, initial=form.user.username, widget=KnownAs)


class PreferenceForm(Form):
    language = OneOf(label=_("Language"), choices=Language.choices)
    appearance = OneOf(label=_("Appearance"), choices=Appearance.choices)
