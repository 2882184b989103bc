"""A path to a dossier: which reader a file needs, told by its bytes; limits before anything is unpacked."""

from __future__ import annotations

import hashlib
from pathlib import Path

from regenlint.errors import UnreadableError, UsageError
from regenlint.model import Document, Dossier, Unread


def read_bytes(data: bytes, path: str) -> Document:
    """One document from the bytes of a file. Raises `UnreadableError`."""
    from . import from_docx

    return from_docx.read(data, path, hashlib.sha256(data).hexdigest())
