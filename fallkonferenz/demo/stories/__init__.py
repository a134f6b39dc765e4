"""The invented cases of the demo region, entered through the actions as their people would, at their times."""
