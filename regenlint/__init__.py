"""The linter for Japanese provision plans of regenerative medicine (再生医療等提供計画)."""

from __future__ import annotations

__version__ = "0.1.0"

#: Entry points of this group name packages with rules of their own.
ENTRY_POINTS = "regenlint.checks"
