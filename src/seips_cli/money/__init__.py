"""What a partnership's programme costs the school: the records, the sums, the page. Pure."""
