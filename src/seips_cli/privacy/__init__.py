"""What may tell of a pupil: what surely does, and what is not known to tell of nobody."""
