"""One dossier to judge, as plain values that can be hashed and sent to another process."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from regenlint.rules import FactValue, Severity


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of one dossier. `path` is as shown; `stdin` holds the document where it is no file."""

    path: str
    stdin: bytes | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str
    severity: Mapping[str, Severity]
    facts: Mapping[str, FactValue]
    as_of: datetime.date | None
    today: datetime.date
    use_cache: bool
    #: Whether the reader over contextual vectors joins where the first two disagree.
    deep: bool = False
    #: Whether files are read in a child process with limits; None does so for ZIPs. The answer is the same.
    sandbox: bool | None = None
