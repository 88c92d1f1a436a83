"""The only reader of data files: which dataset is in use, what stands beside it, and what was compiled from it."""

import os
from datetime import date
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path, PureWindowsPath

from .dataset import Dataset
from .decision import DIAGRAMS
from .errors import BrokenDataset, plain
from .fingerprint import fingerprint
from .record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from .local.overlay import LocalCost
    from .places.schools import School
    from .places.table_check import Fault

LARGEST = 2_000_000
NAME = "partnerships.yaml"
ELSE = "check the path; without --data, --local and their variables seips uses what comes with it"
#: In place of a local file: that there is to be none.
NO_LOCAL = Path("off")


@record
class Edition(Record):
    """A dataset as it was read: the records, where from, and a fingerprint of the bytes."""

    data: Dataset
    file: str
    digest: str
    local: str = ""
    """The local file that was laid over it; "" for none."""
    average_pupil_cost: "LocalCost | None" = None
    """What a local file gives for it; no figure is published."""


def shipped() -> Path:
    """The dataset that comes with the program: beside the code in a wheel, in `data/` in a checkout."""
    here = Path(__file__).parent
    beside = here / "data" / NAME
    return beside if beside.exists() else here.parent.parent / "data" / NAME


def choose(option: Path | None = None) -> Path:
    """The dataset to use: *option*, else the environment's `SEIPS_DATA`, else the shipped one."""
    named = os.environ.get("SEIPS_DATA")
    return option or (Path(named) if named else shipped())


def local_file(option: Path | None = None) -> Path | None:
    """The local file: *option*, else `SEIPS_LOCAL`, else the one in the user's folder; `off` for none at all."""
    if named := option or os.environ.get("SEIPS_LOCAL"):
        return None if Path(named) == NO_LOCAL else Path(named)
    import platformdirs

    from .local.usual import NAME as LOCAL_NAME

    return platformdirs.user_config_path("seips") / LOCAL_NAME


def local_in_use(option: Path | None = None) -> Path | None:
    """The local file that is laid over a dataset: one that is named, be it there or not, else the user's if it is."""
    if option or os.environ.get("SEIPS_LOCAL"):
        return local_file(option)
    from .local.usual import may_exist

    own = local_file() if may_exist() else None
    return own if own and own.exists() else None


def load(path: Path | None = None, local: Path | None = None, as_of: date | None = None) -> Edition:
    """The dataset at *path* (else `SEIPS_DATA`, else the shipped one), with the local file, if any, laid over it.

    What is local may have been checked on any day up to *as_of*, or to today if that is later. Raises BrokenDataset
    with every fault of either file.
    """
    path, own = choose(path), local_in_use(local)
    edition = _edition(read_bytes(path, ELSE), str(path))
    today = max(date.today(), as_of or date.min)
    return _with_local(edition, read_bytes(own, ELSE), str(own), today) if own else edition


@lru_cache(maxsize=8)
def _with_local(edition: Edition, content: bytes, file: str, today: date) -> Edition:
    """*edition* with a local file laid over it, checked again as a whole. Raises BrokenDataset with its faults."""
    from dataclasses import replace

    from .local.reading import merged

    data, overlay = merged(edition.data, content, file, today)
    return replace(edition, data=data, local=file, average_pupil_cost=overlay.average_pupil_cost)


@lru_cache(maxsize=8)
def _edition(content: bytes, file: str) -> Edition:
    digest = fingerprint(content)
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
    """The tables that a dataset names beside itself, each read and checked when it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.geography = edition.data.geography
        self.file, self.digest = edition.file, edition.digest
        schools = self.geography.schools if self.geography else None
        named = {"postcodes": self.geography.postcodes if self.geography else "", "schools": schools and schools.file}
        self.names = {key: name for key, name in named.items() if name}

    @property
    def has_postcodes(self) -> bool:
        """Whether a table of postcodes is named and there."""
        return self._is_there("postcodes")

    @property
    def has_schools(self) -> bool:
        """Whether a list of schools is named and there."""
        return self._is_there("schools")

    @cached_property
    def postcodes(self) -> str:
        """The text of the postcode table; "" when the dataset has none. Raises BrokenDataset with all its faults."""
        return self._sound("postcodes")

    @cached_property
    def districts(self) -> dict[str, str]:
        """The name of every district in the postcode table, by ONS code."""
        from .places.postcodes import districts

        return districts(self.postcodes)

    @cached_property
    def schools(self) -> "tuple[School, ...]":
        """The list of schools; empty when the dataset has none. Raises BrokenDataset with all its faults."""
        from .places.schools import parse

        return parse(self._sound("schools")) if "schools" in self.names else ()

    def faults(self) -> "Iterator[str]":
        """All that is wrong with the tables that the dataset names, as lines that begin `file:line:`."""
        from .places.table_check import described

        for key in self.names:
            try:
                yield from described(str(self._path(key)), self._faults(key, self._text(key)))
            except BrokenDataset as error:
                yield from error.faults or (f"{self.file}:1: {error.message}",)

    def proven(self) -> list[str]:
        """The fingerprints of the tables, once each is checked, for the build of a wheel. Raises BrokenDataset."""
        return [fingerprint(self._sound(key).encode()) for key in self.names]

    def _is_there(self, key: str) -> bool:
        try:
            return key in self.names and self._path(key).is_file()
        except BrokenDataset:
            return False

    def _path(self, key: str) -> Path:
        """Where a table is: in the folder of the dataset and nowhere else. Raises BrokenDataset."""
        name = self.names[key]
        # The rules of Windows know every separator, and drives.
        if name != PureWindowsPath(name).name or name in (".", ".."):
            hint = "put the table beside the dataset, and write its name without a folder"
            raise BrokenDataset(f"`{self.file}`: `{key}` names `{name}`, which is not a plain file name", hint=hint)
        return Path(self.file).parent / name

    def _text(self, key: str) -> str:
        """The text of a table, with nothing in it that a terminal could obey. Raises BrokenDataset."""
        path = self._path(key)
        try:
            text = read_text(path).replace("\r\n", "\n")
        except BrokenDataset as error:
            raise self._unreadable(key, path, error) from error
        return text if text.replace("\n", "").isprintable() else plain(text)

    def _unreadable(self, key: str, path: Path, error: BrokenDataset) -> BrokenDataset:
        """*error* in the words for a table."""
        if error.faults:
            message = f"the table `{path}` is not UTF-8 text, so nothing was answered"
            return BrokenDataset(message, hint=error.hint, faults=error.faults)
        reason = _reason(error.__cause__) if isinstance(error.__cause__, OSError) else "it is too large"
        hint = f"put it beside the dataset, or take `{key}:` out of `{self.file}`"
        return BrokenDataset(f"cannot read the table `{path}`: {reason}", hint=hint)

    def _sound(self, key: str) -> str:
        """The text of a table, checked whole; "" when the dataset has none. Raises BrokenDataset."""
        if key not in self.names:
            return ""
        text = self._text(key)
        if not self._is_proven(text):
            from .places.table_check import refuse

            refuse(str(self._path(key)), self._faults(key, text))
        return text

    def _is_proven(self, text: str) -> bool:
        """Whether the build of a wheel checked this very table with this very dataset (hatch_build.py)."""
        try:
            made = import_module(".shipped", __package__)
        except ModuleNotFoundError:
            return False
        tables: Container[str] = getattr(made, "TABLES", ())
        return bool(self.digest == made.DIGEST) and fingerprint(text.encode()) in tables

    def _faults(self, key: str, text: str) -> "Iterator[Fault]":
        """What is wrong with a table, in itself and as the dataset uses it."""
        from .places.table_check import district_codes, postcode_faults, school_faults

        areas = {area.ons_code: area.id for area in self.geography.areas if area.ons_code} if self.geography else {}
        if key == "postcodes":
            return postcode_faults(text, areas)
        home = self.geography.home if self.geography else None
        codes = {*areas, *(authority.ons_code for authority in home.authorities)} if home else {*areas}
        return school_faults(text, codes | (district_codes(self._text("postcodes")) if self.has_postcodes else set()))


def read_text(path: Path) -> str:
    """The text of any file that the data stand beside or are held against. Raises BrokenDataset."""
    from .text import decoded

    return decoded(read_bytes(path), str(path))


def read_bytes(path: Path, hint: str = "check the path") -> bytes:
    """The bytes of a file that is not too large to be one of ours. Raises BrokenDataset, with *hint*."""
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "not a plain file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BrokenDataset(f"cannot read `{path}`: {_reason(error)}", hint=hint) from error
    if len(content) > LARGEST:
        raise BrokenDataset(f"`{path}` is larger than {LARGEST // 1_000_000} MB, too large for a dataset")
    return content


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
