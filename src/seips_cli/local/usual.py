"""Whether there can be a local file at all, told in a fraction of the time that it takes to load platformdirs."""

import os
import sys

#: Where a local file is on these systems: every folder that platformdirs could name, besides the one of this variable.
SYSTEMS, FOLDERS, VARIABLE = ("linux", "darwin"), ("~/.config", "~/Library/Application Support"), "XDG_CONFIG_HOME"
NAME = "local.yaml"


def may_exist() -> bool:
    """Whether a local file may be in the user's folder; False is certain."""
    named = os.environ.get(VARIABLE, "")
    # Without a home platformdirs asks who the user is, and looks there; to look for variables takes the time of Python.
    if not os.environ.get("HOME") or "$" in named:
        return True
    usual = map(os.path.expanduser, (named, *FOLDERS) if named else FOLDERS)
    return sys.platform not in SYSTEMS or any(os.path.lexists(os.path.join(f, "seips", NAME)) for f in usual)
