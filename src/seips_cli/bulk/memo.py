"""What is kept between rows. Cases repeat, so what the answers of a row come to is written once."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Text = TypeVar("Text", bound=bytes | str)
#: Letters kept at most, of what is asked and of what is answered.
HEAVIEST = 64_000_000


@dataclass
class Tally:
    """How many rows were done, and how many of them could not be answered."""

    rows: int = 0
    failed: int = 0


class Memo(dict[Key, Text], Generic[Key, Text]):
    """What each key comes to, made when it is first asked for, and the keys that failed; beyond *limit* it starts anew.

    A dict, so that a list of keys can be looked up without a step of Python for each.
    """

    def __init__(self, make: Callable[[Key], tuple[Text, bool]], limit: int) -> None:
        super().__init__()
        self.make, self.limit, self.weight = make, limit, 0
        self.failing: set[Key] = set()

    def __missing__(self, key: Key) -> Text:
        """Make it, and keep it."""
        text, failed = self.make(key)
        if failed:
            self.failing.add(key)
        self[key] = text
        self.weight += len(text) + len(key if isinstance(key, bytes) else str(key))
        return text

    def count(self, keys: Sequence[Key], tally: Tally) -> None:
        """Add *keys*, all of which have been asked for, to *tally*; then forget everything once there is too much."""
        tally.rows += len(keys)
        tally.failed += sum(map(self.failing.__contains__, keys)) if self.failing else 0
        if len(self) > self.limit or self.weight > HEAVIEST:
            self.clear()
            self.failing.clear()
            self.weight = 0
