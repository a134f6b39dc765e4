"""The invented cases of the demo region, entered through the actions as their people would, at their times."""

from fallkonferenz.demo import invented  # noqa: F401 - refuses to load elsewhere
