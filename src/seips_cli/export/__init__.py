"""The decision for other readers and other programs."""
