"""Components of assessing as template tags: a question, how sure a score is, levels over time."""

from django import template

from fallkonferenz.web.forms.questions import Question
from fallkonferenz.web.scales import Course, Span

register = template.Library()


@register.inclusion_tag("components/question.html")
def question(question: Question) -> dict[str, Question]:
    """One item of a questionnaire with its answers and its source."""
    return {"question": question}


@register.inclusion_tag("components/span.html")
def span(span: Span) -> dict[str, Span]:
    """How sure a score is, and beside it the same as a table."""
    return {"span": span}


@register.inclusion_tag("components/course.html")
def course(course: Course) -> dict[str, Course]:
    """Levels over time; the page shows their table."""
    return {"course": course}
