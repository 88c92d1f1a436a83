"""What somebody here knows that is not published: laid over a dataset, edited, made sure of."""
