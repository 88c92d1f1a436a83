"""Many cases at once: a file of answers in, a file of results out."""
