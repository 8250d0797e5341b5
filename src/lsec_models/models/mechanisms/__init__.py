"""The mechanisms of the survey, a module each, and what links them: pairs of levers, exclusivity."""
