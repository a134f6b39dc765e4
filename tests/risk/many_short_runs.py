"""For whoever runs these tests a thousand times on planted mistakes.

Properties get fewer examples, always the same. No test lives on the plan of an instrument that one before it made: that
was made without the mistake, so none of the mistakes in making it would be noticed.
"""

from hypothesis import settings

from risk.reading import plan_of

settings.register_profile("many short runs", deadline=None, derandomize=True, max_examples=30, database=None)
settings.load_profile("many short runs")


def pytest_runtest_setup() -> None:
    plan_of.cache_clear()
