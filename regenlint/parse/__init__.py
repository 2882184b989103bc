"""Readers: bytes of any supported file to the one model.

Keys of `Document.hygiene`, each only where there is something to say; counts are decimal numbers,
places (`…-at`) numbers of blocks with commas between:

    tracked-insertions tracked-deletions tracked-moves tracked-formatting tracked-deletions-at
    comments-open comments-resolved comments-at  hidden-text (characters) hidden-text-at
    page-numbers (yes or no)  header-text footer-text (different ones by " / ")
    author last-author company file-title created modified application
    placeholders private-use-characters replacement-characters  extension-mismatch (the true format)
"""

from __future__ import annotations

from .open import open_dossier, read_bytes, read_path

__all__ = ["open_dossier", "read_bytes", "read_path"]
