"""The mechanisms of the survey, a module each."""
