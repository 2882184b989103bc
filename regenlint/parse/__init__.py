"""Readers: bytes of any supported file to the one model."""

from __future__ import annotations

from .open import open_dossier, read_bytes, read_path

__all__ = ["open_dossier", "read_bytes", "read_path"]
