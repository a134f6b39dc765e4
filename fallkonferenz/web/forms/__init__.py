"""Forms: the shape of the input only, no rules. Rules stand in actions and lifecycles."""
