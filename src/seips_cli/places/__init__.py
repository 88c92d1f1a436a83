"""Where homes and schools are: the tables beside a dataset, and what they settle. Pure."""
