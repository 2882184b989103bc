"""Readers: bytes of any supported file to the one model."""

from __future__ import annotations
