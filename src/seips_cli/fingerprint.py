"""SHA-256 from where Python keeps it: `hashlib` loads all of OpenSSL beside it, a fifth of what a bare start takes."""

try:
    from _sha2 import sha256
except ImportError:
    try:
        from _sha256 import sha256
    except ImportError:
        from hashlib import sha256


def fingerprint(content: bytes) -> str:
    """The SHA-256 of *content*, in hexadecimal."""
    digest: str = sha256(content).hexdigest()
    return digest
