"""Every form looks like KERN without saying so: ``FORM_RENDERER`` points here."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.renderers import TemplatesSetting

CLASS_OF_WIDGET = (
    (CheckboxSelectMultiple, "kern-form-check__checkbox"),
    (CheckboxInput, "kern-form-check__checkbox"),
    (RadioSelect, "kern-form-check__radio"),
    (Select, "kern-form-input__select"),
)


def class_of(widget) -> str:
    fitting = (css for kind, css in CLASS_OF_WIDGET if isinstance(widget, kind))
    return next(fitting, "kern-form-input__input")


class KernField(BoundField):
    """A field that knows how KERN draws it and what must not be written into it."""

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def never(self) -> str:
        return getattr(self.field, "never", "")

    @property
    def first_id(self) -> str:
        """Where the error summary leads to: the first button of a group, or the field itself."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    @property
    def aria_describedby(self) -> str:
        described = [super().aria_describedby, self.never and f"{self.auto_id}_never"]
        return " ".join(filter(None, described))

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = class_of(widget)
        error = f"{css}--error" if self.errors else ""
        attrs["class"] = " ".join(filter(None, [widget.attrs.get("class"), css, error]))
        return attrs


class KernRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = KernField
