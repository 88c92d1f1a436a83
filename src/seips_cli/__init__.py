"""Which door a child's school should knock on: the guidance of the SEIPs as data, and what follows from it.

`load` reads a dataset, `next_question` says what to ask, `decide` gives the result. Nothing is imported before use.
"""

# typing.TYPE_CHECKING, without the import: `typing` would double the start of the smallest commands.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .dataset import Dataset
    from .decision import Result, decide, next_question
    from .errors import BrokenDataset, NoAnswer, SeipsError, UnansweredQuestion
    from .lookup import find_level, find_partnership
    from .source import Edition, load

__version__ = "0.1.0"

__all__ = [
    "BrokenDataset",
    "Dataset",
    "Edition",
    "NoAnswer",
    "Result",
    "SeipsError",
    "UnansweredQuestion",
    "decide",
    "find_level",
    "find_partnership",
    "load",
    "next_question",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `import seips_cli` costs nothing."""
    from importlib import import_module

    homes = {
        "dataset": ("Dataset",),
        "decision": ("Result", "decide", "next_question"),
        "errors": ("BrokenDataset", "NoAnswer", "SeipsError", "UnansweredQuestion"),
        "lookup": ("find_level", "find_partnership"),
        "source": ("Edition", "load"),
    }
    for module, names in homes.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
