"""What is kept between rows. Cases repeat, so what stands in a row is understood once, and so is what it comes to."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass
class Tally:
    """How many rows were done, how many of them could not be answered, and how many empty lines hold no row."""

    rows: int = 0
    failed: int = 0
    empty: int = 0
    further: int = 0
    """How many lines go on with a row."""

    @property
    def lines(self) -> int:
        """How many lines were read."""
        return self.rows + self.empty + self.further


class Memo(dict[Key, Value], Generic[Key, Value]):
    """What each key comes to, made when it is first asked for.

    A dict, so that a list of keys can be looked up without a step of Python for each.
    """

    def __init__(
        self, make: Callable[[Key], Value], limit: int, heaviest: int, weigh: Callable[[Key, Value], int]
    ) -> None:
        """*limit*: keys kept at most; *heaviest*: how much they may weigh, each with its value, as *weigh* says."""
        super().__init__()
        self.make, self.limit, self.heaviest, self.weigh = make, limit, heaviest, weigh
        self.weight = 0

    def __missing__(self, key: Key) -> Value:
        """Make it, and keep it."""
        value = self[key] = self.make(key)
        self.weight += self.weigh(key, value)
        return value

    def trim(self) -> None:
        """Forget everything once there is too much. Values that were given out stay as they are."""
        if len(self) > self.limit or self.weight > self.heaviest:
            self.clear()
            self.weight = 0
