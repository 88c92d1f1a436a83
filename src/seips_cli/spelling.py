"""How loosely a name may be spelt. It loads nothing, because the quickest answers use it too (`quick`)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


def folded(text: str) -> str:
    """*text* as letters and digits alone, in one case, so that spelling may be loose."""
    return "".join(char for char in text.casefold().replace("&", "and") if char.isalnum())


def meant(typed: str, names: "Collection[str]") -> str:
    """The one of *names* that is spelt as *typed*, else the only one that is spelt so loosely; "" for none."""
    if typed in names:
        return typed
    wanted = folded(typed)
    alike = [name for name in names if wanted and folded(name) == wanted]
    return alike[0] if len(alike) == 1 else ""


def as_partnership(text: str) -> str:
    """*text* folded, and without the word that may stand behind the name of a partnership."""
    return folded(text).removesuffix("partnership")
