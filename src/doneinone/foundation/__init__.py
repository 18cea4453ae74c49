"""What everything stands on: actors, timeline, clock, references, jobs."""
