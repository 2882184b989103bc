"""The files a plan repository begins with: configuration, pre-commit hook, CI workflow."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from regenlint.errors import UsageError
from regenlint.sink import write_whole

_CONFIG = """\
# regenlint の設定 / settings of regenlint. `regenlint config` shows what is in effect.
fail_on = "error"          # error, warning, note, never
profile = "submission"     # draft ⊂ committee ⊂ submission
# as_of = 2026-11-01       # どの日の規則で見るか（なければ提出日、なければ今日）
# ignore = ["ADV"]         # 番号・名前・領域

# [severity]
# VIR009 = "note"

# [facts]
# class = 2

# [[waiver]]
# rule = "VIR002"
# at = "標準書/原料"
# reason = "別紙3に記載"
# until = 2027-03-31
"""

_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: regenlint
        name: regenlint
        entry: regenlint check --color never
        language: system
        types: [file]
        files: '(?i)\\.(docx|docm|pdf|xlsx)$'
        exclude: '(^|/)~\\$'
        require_serial: true
"""

_WORKFLOW = """\
name: regenlint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  regenlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: '3.12'
      - run: python -m pip install "regenlint[ginza]"
      # 計画一つがフォルダ一つ / one folder is one plan
      - run: regenlint check --output github {plans}
"""

#: What a plan is sent in as.
_PLANS = frozenset({".docx", ".docm", ".pdf", ".xlsx", ".zip"})


def files(folder: Path) -> Mapping[str, str]:
    """The files by name, fitting how plans lie in the folder: it is one, holds them, or will below plans/."""
    return {
        "regenlint.toml": _CONFIG,
        ".pre-commit-config.yaml": _HOOK,
        ".github/workflows/regenlint.yml": _WORKFLOW.replace("{plans}", _where(folder)),
    }


def _where(folder: Path) -> str:
    """The plans of a folder, as a shell expands it."""

    def is_plan(f: Path) -> bool:
        # A folder that may not be read is no plan of ours.
        return f.is_dir() and os.access(f, os.R_OK) and any(x.suffix.lower() in _PLANS for x in f.iterdir())

    if is_plan(folder):
        return "."
    if not (folder / "plans").is_dir() and any(is_plan(f) for f in folder.iterdir() if not f.name.startswith(".")):
        return "*/"
    return "plans/*/"


def begin(folder: Path) -> tuple[tuple[str, bool], ...]:
    """Write the files below a folder; one that is there is kept. Each name with whether it was written."""
    if not folder.is_dir():
        raise UsageError(f"フォルダがありません：{folder}", f"no such folder: {folder}")
    out: list[tuple[str, bool]] = []
    for name, content in files(folder).items():
        path = folder / name
        fresh = not path.exists()
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        out.append((name, fresh))
    return tuple(out)
