"""Compiles the dataset when a wheel is built, so that an installed `seips` reads neither YAML nor pydantic.

What it writes is plain Python, the records as they print themselves, with the fingerprint of the file they were made
from. `source.load` uses it only for a file with that very fingerprint, and a checkout has none, so an edit is never
answered stale.
"""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HEAD = '''"""The shipped dataset, compiled when this package was built. See hatch_build.py."""

import datetime

from .money.charge import *
from .dataset import *
from .decision import Outcome
from .diagram import Diagram, Variable
from .geography import *

'''


class CompiledDataset(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `seips_cli/shipped.py` to a wheel. A dataset with faults fails the build, and names them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the module beside the build, unless the install is an editable one."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        made = Path(self.directory) / "shipped.py"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(compiled(root / "data" / "partnerships.yaml"), encoding="utf-8")
        build_data["force_include"][str(made)] = "seips_cli/shipped.py"


def compiled(path: Path) -> str:
    """The source of a module that holds the dataset at *path*, its diagram and its fingerprint."""
    from seips_cli.decision import diagram_of
    from seips_cli.source import Atlas, Edition, read_bytes, trusted

    content = read_bytes(path)
    data = trusted(content, str(path))
    digest = sha256(content).hexdigest()
    tables = Atlas(Edition(data, str(path), digest)).proven()
    held = {"DIGEST": digest, "TABLES": tables, "DATASET": data, "DIAGRAM": diagram_of(data)}
    return HEAD + "".join(f"{name} = {value!r}\n" for name, value in held.items())
