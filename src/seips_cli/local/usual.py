"""Whether there can be a local file at all, told in a fraction of the time that it takes to load platformdirs."""

import os
import sys

#: Where a local file is on these systems: every folder that platformdirs could name.
SYSTEMS, FOLDERS = ("linux", "darwin"), ("$XDG_CONFIG_HOME", "~/.config", "~/Library/Application Support")
NAME = "local.yaml"


def may_exist() -> bool:
    """Whether a local file may be in the user's folder; False is certain."""
    if not os.environ.get("HOME"):  # then platformdirs asks who the user is, and looks there
        return True
    usual = (os.path.expanduser(os.path.expandvars(folder)) for folder in FOLDERS)
    return sys.platform not in SYSTEMS or any(os.path.lexists(os.path.join(f, "seips", NAME)) for f in usual)
