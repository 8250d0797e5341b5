"""What proofs state: verdicts, tables of signs and thresholds, what they rest on, and their pages."""
