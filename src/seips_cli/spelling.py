"""How loosely a name may be spelt. It loads nothing, because the quickest answers use it too (`quick`)."""


def folded(text: str) -> str:
    """*text* as letters and digits alone, in one case, so that spelling may be loose."""
    return "".join(char for char in text.casefold().replace("&", "and") if char.isalnum())


def as_partnership(text: str) -> str:
    """*text* folded, and without the word that may stand behind the name of a partnership."""
    return folded(text).removesuffix("partnership")
