"""The last reply in closed form, and inverted: the decision just before it as a function of the reply."""
