"""Why the answers can be trusted: what holds over every set of answers, and what differs between two datasets. Pure."""
