"""The decision in forms that other programs read."""
