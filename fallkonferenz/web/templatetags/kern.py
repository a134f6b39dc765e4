"""KERN components as template tags: small ones are written here, larger ones have a template.

KERN is the design system of German public administration; class names beginning with ``kern-``
are its own, those beginning with ``fk-`` are ours and stand in ``static/fk/app.css``.
"""

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fallkonferenz.web.components import Column, Crumb, as_cell, component

register = template.Library()

ICON_OF_TONE = {"info": "info", "success": "success", "warning": "warning", "danger": "danger"}
BADGE = '<span class="kern-badge kern-badge--small kern-badge--{}">{}<span class="kern-label">{}</span></span>'
TONE_OF_LEVEL = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}


def trimmed(content: SafeString) -> SafeString:
    """Without the white space around it: a block is rendered, hence escaped, before it comes here."""
    return mark_safe(content.strip())  # noqa: S308 - safe already, strip() forgets it


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html('<span class="kern-icon kern-icon--{}" aria-hidden="true"></span>', name)


@register.simple_tag
def badge(label: object, tone: str = "neutral") -> SafeString:
    """A word in a box; the icon repeats the tone for those who do not see the colour."""
    mark = icon(ICON_OF_TONE[tone]) if tone in ICON_OF_TONE else ""
    return format_html(BADGE, tone, mark, label)


def labelled(label: object, icon_name: str) -> SafeString:
    mark = icon(icon_name) if icon_name else ""
    return format_html('{}<span class="kern-label">{}</span>', mark, label)


@register.simple_tag
def button(label: object, style: str = "primary", *, icon: str = "", **attributes) -> SafeString:
    """A submit button; ``name`` and ``value`` tell several of one form apart."""
    attributes = {"type": "submit", **attributes}
    return format_html(
        '<button class="kern-btn kern-btn--{}"{}>{}</button>', style, flatatt(attributes), labelled(label, icon)
    )


@register.simple_tag
def link_button(label: object, url: str, style: str = "secondary", *, icon: str = "") -> SafeString:
    return format_html('<a class="kern-btn kern-btn--{}" href="{}">{}</a>', style, url, labelled(label, icon))


@register.simple_tag
def busy(takes: object) -> SafeString:
    """Beside the button of what takes long: how long, and with a script that it is being made (``static/fk/busy.js``)."""
    return format_html('<p class="fk-note fk-busy" role="status" data-busy="{}">{}</p>', _("Please wait …"), takes)


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(context, label: object, url: str, style: str = "secondary", *, icon: str = "", **hidden) -> dict:
    """A form of one button. What changes something is never a link."""
    return {
        "csrf_token": context.get("csrf_token"),
        "label": label,
        "url": url,
        "style": style,
        "icon": icon,
        "hidden": hidden,
    }


@register.inclusion_tag("components/lock_button.html", takes_context=True)
def lock_button(context) -> dict:
    """Ends the session and leads to a page that says nothing; ``static/fk/lock.js`` blanks the screen before."""
    addresses = {"logout_url": reverse("account_logout"), "locked_url": reverse("locked")}
    return {"csrf_token": context.get("csrf_token"), **addresses}


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context, here: str) -> dict:
    """One button for each language, named in itself; ``here`` is the page to come back to."""
    languages, current = settings.LANGUAGES, get_language()
    return {"csrf_token": context.get("csrf_token"), "here": here, "languages": languages, "current": current}


@register.simple_block_tag
def alert(content: str, tone: str, title: object, role: str = "") -> SafeString:
    return component("alert", content=trimmed(content), tone=tone, title=title, role=role)


@register.filter
def tone_of(message) -> str:
    return TONE_OF_LEVEL.get(message.level_tag, "info")


@register.simple_block_tag
def card(
    content: str,
    title: object,
    *,
    level: int = 2,
    hint: object = "",
    id: str = "",  # noqa: A002 - the word of HTML
    tone: str = "",
) -> SafeString:
    """A box with a heading; ``level`` is the level of the heading, ``hint`` the line under it."""
    return component("card", content=content, title=title, level=level, hint=hint, id=id, tone=tone)


@register.simple_block_tag
def page_head(content: str, title: object, *, preline: object = "") -> SafeString:
    """The one first-level heading of a page; the block holds badges and the line under it."""
    return component("page_head", content=trimmed(content), title=title, preline=preline)


@register.simple_block_tag
def emptystate(content: str, title: object) -> SafeString:
    """Nothing here yet: say so, and what would bring something here."""
    return component("emptystate", content=content, title=title)


@register.simple_block_tag
def more(content: str, title: object, *, open: bool = False) -> SafeString:  # noqa: A002 - the word of HTML
    """Details that can be opened, without a script."""
    return component("more", content=content, title=title, open=open)


@register.simple_block_tag
def entry(content: str, **facts) -> SafeString:
    """One entry of the case file.

    ``author``, ``institution``, ``happened``, ``entered`` (moments), ``source``, ``nature``, ``person``,
    ``late``, ``corrects`` and ``corrected`` (true when a later entry takes its place), ``stopped``.
    """
    return component("entry", content=content, **facts)


@register.simple_block_tag
def line(content: str, at: object, *, label: object = "", tone: str = "neutral") -> SafeString:
    """One of many things that happened, the newest first: when, a word on it, and what it was."""
    return component("line", content=content, at=at, label=label, tone=tone)


@register.inclusion_tag("components/facts.html")
def facts(rows: list, *, heading: object = "") -> dict:
    """Pairs of label and value; a value may be a ``Cell``."""
    return {"heading": heading, "rows": [(label, as_cell(value)) for label, value in rows]}


@register.inclusion_tag("components/table.html")
def data_table(caption: object, columns: list, rows: list, *, hide_caption: bool = False, empty: object = "") -> dict:
    """A table that becomes a list of cards on a narrow screen."""
    columns = [column if isinstance(column, Column) else Column(column) for column in columns]
    cells = [list(zip(columns, map(as_cell, row), strict=True)) for row in rows]
    return {"caption": caption, "columns": columns, "rows": cells, "hide_caption": hide_caption, "empty": empty}


@register.inclusion_tag("components/chart.html")
def chart(chart, *, open: bool = False) -> dict:  # noqa: A002 - the word of HTML
    """A ``Chart`` by day, and the same as a table, which can be ``open`` from the start."""
    return {"chart": chart, "open": open}


@register.inclusion_tag("components/bars.html")
def bars(chart) -> dict:
    """A ``Chart`` by name: the bars stand in its table."""
    return {"chart": chart}


@register.inclusion_tag("components/timeline.html")
def timeline(events: list) -> dict:
    """``Event``s in the order they come; each is a point of a list with its time first."""
    return {"events": events}


@register.inclusion_tag("components/clock.html")
def clock(since) -> dict:
    """Since when something is shown; with a script it counts the minutes."""
    return {"since": timezone.localtime(since)}


@register.inclusion_tag("components/contents.html")
def contents(links: list) -> dict:
    """Where one can jump to on a long page."""
    return {"links": links}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(crumbs: list) -> dict:
    """The way to this page; the last crumb is the page itself. Nothing in it may tell of a case."""
    return {"crumbs": [Crumb(*crumb) if not isinstance(crumb, str) else Crumb(crumb) for crumb in crumbs]}


@register.inclusion_tag("components/progress.html")
def progress(stages: list, *, label: object = "") -> dict:
    return {"stages": stages, "label": label}


@register.inclusion_tag("components/next_steps.html", takes_context=True)
def next_steps(context, acts: list, *, level: int = 3) -> dict:
    """What may be done next, and on each thing that may not, why not."""
    return {"acts": acts, "level": level, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/pager.html")
def pager(*, newer: str = "", older: str = "", newer_label: object = "", older_label: object = "") -> dict:
    """Keyset pages: there is no number of pages, since that would count what is hidden."""
    return {"newer": newer, "older": older, "newer_label": newer_label, "older_label": older_label}


@register.inclusion_tag("components/act_form.html", takes_context=True)
def act_form(
    context,
    form,
    submit: object,
    *,
    action: str = "",
    cancel: str = "",
    style: str = "primary",
    follows: object = "",
    takes: object = "",
) -> dict:
    """A whole form: errors, fields, buttons. ``follows`` says what happens next, ``takes`` how long it may last."""
    buttons = {"submit": submit, "cancel": cancel, "style": style, "follows": follows, "takes": takes}
    return {"csrf_token": context.get("csrf_token"), "form": form, "action": action, **buttons}


@register.inclusion_tag("forms/error_summary.html")
def error_summary(form) -> dict:
    """For forms laid out by hand; ``{{ form }}`` brings its own."""
    return {"form": form}


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(
    context, form, *, reset: str = "", method: str = "get", submit: object = "", takes: object = ""
) -> dict:
    """Filters of a list: GET, to keep the address, or POST; ``takes`` says how long the answer may take."""
    token = context.get("csrf_token") if method == "post" else ""
    return {"form": form, "reset": reset, "method": method, "submit": submit, "takes": takes, "csrf_token": token}
