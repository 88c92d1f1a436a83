"""From the answer to the act: a pack to send and print, and a page to prepare with."""
