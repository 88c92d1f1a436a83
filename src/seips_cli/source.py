"""The only reader of data files: which dataset is in use, what stands beside it, and what was compiled from it."""

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from .dataset import Dataset
from .decision import DIAGRAMS
from .errors import BrokenDataset
from .postcodes import districts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .schools import School

LARGEST = 2_000_000
NAME = "partnerships.yaml"


@dataclass(frozen=True, eq=False)
class Edition:
    """A dataset as it was read: the records, where from, and a fingerprint of the bytes."""

    data: Dataset
    file: str
    digest: str


def shipped() -> Path:
    """The dataset that comes with the program: beside the code in a wheel, in `data/` in a checkout."""
    here = Path(__file__).parent
    beside = here / "data" / NAME
    return beside if beside.exists() else here.parent.parent / "data" / NAME


def choose(option: Path | None = None) -> Path:
    """The dataset to use: *option*, else the environment's `SEIPS_DATA`, else the shipped one."""
    named = os.environ.get("SEIPS_DATA")
    return option or (Path(named) if named else shipped())


def load(path: Path | None = None) -> Edition:
    """The dataset at *path* (else `SEIPS_DATA`, else the shipped one). Raises BrokenDataset with every fault."""
    path = choose(path)
    return _edition(read_bytes(path), str(path))


@lru_cache(maxsize=8)
def _edition(content: bytes, file: str) -> Edition:
    digest = sha256(content).hexdigest()
    return Edition(_compiled(digest) or trusted(content, file), file, digest)


def trusted(content: bytes, file: str) -> Dataset:
    """The dataset written in *content*, once its rules are proven. Raises BrokenDataset with every fault."""
    from .parsing import examine
    from .proof.finding import UNSAFE
    from .proof.prove import prove

    read = examine(content, file)
    if read.data is None or read.faults:
        raise read.tree.refuse(read.faults)
    unsafe = [finding for finding in prove(read.data).findings if finding.kind in UNSAFE]
    if unsafe:
        hint = f"`seips check {file}` shows a case of each, and a way to mend it"
        raise read.tree.refuse([(finding.path, finding.message) for finding in unsafe], hint)
    return read.data


def _compiled(digest: str) -> Dataset | None:
    """The dataset as the build of a wheel left it (hatch_build.py), if made from a file with this very *digest*."""
    try:
        made = import_module(".shipped", __package__)
    except ModuleNotFoundError:
        return None
    if digest != made.DIGEST:
        return None
    DIAGRAMS[made.DATASET] = made.DIAGRAM
    data: Dataset = made.DATASET
    return data


class Atlas:
    """The tables that a dataset names beside itself, each read when it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.geography = edition.data.geography
        self.folder = Path(edition.file).parent

    @cached_property
    def postcodes(self) -> str:
        """The text of the postcode table; "" when the dataset has none."""
        return self._text(self.geography.postcodes if self.geography else "")

    @cached_property
    def districts(self) -> dict[str, str]:
        """The name of every district in the postcode table, by ONS code."""
        return districts(self.postcodes)

    @cached_property
    def schools(self) -> "tuple[School, ...]":
        """The list of schools; empty when the dataset has none."""
        from .schools import parse

        text = self._text(self.geography.schools.file) if self.geography and self.geography.schools else ""
        return parse(text) if text else ()

    def _text(self, name: str) -> str:
        return read_text(self.folder / name) if name else ""


def read_text(path: Path) -> str:
    """The text of any file that the data stand beside or are held against. Raises BrokenDataset."""
    from .parsing import decoded

    return decoded(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large to be one of ours. Raises BrokenDataset."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        hint = "check the path, or leave out --data and SEIPS_DATA to use the dataset that comes with seips"
        raise BrokenDataset(f"cannot read the dataset `{path}`: {_reason(error)}", hint=hint) from error
    if len(content) > LARGEST:
        raise BrokenDataset(f"`{path}` is larger than {LARGEST // 1_000_000} MB, too large for a dataset")
    return content


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
