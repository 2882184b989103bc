"""Our own values as bytes and back: whatever the bytes are, unpacking makes our value types and nothing else."""

from __future__ import annotations

import io
import pickle
from enum import Enum
from typing import Any

#: Modules whose types may be unpacked; nothing of them does anything when it is made.
OURS = frozenset(f"regenlint.{m}" for m in ("record", "rules", "specs", "lexicon", "model", "registry", "matcher"))
#: What a reader of files answers with.
READ = frozenset(("regenlint.model",))
_OTHERS = frozenset({("datetime", "date"), ("builtins", "frozenset"), ("builtins", "set")})


class _Values(pickle.Unpickler):
    """Makes value types of the modules and nothing else."""

    def __init__(self, data: bytes, modules: frozenset[str]) -> None:
        super().__init__(io.BytesIO(data))
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        if (module in self._modules and "." not in name) or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


class _Packer(pickle.Pickler):
    """Writes members of enumerations by their value: Python 3.11.0 to 3.11.3 would call getattr for them."""

    def reducer_override(self, obj: object) -> Any:
        return (type(obj), (obj.value,)) if isinstance(obj, Enum) else NotImplemented


def packed(value: object) -> bytes:
    """The bytes of a value made of our types, texts, numbers and containers."""
    out = io.BytesIO()
    _Packer(out, protocol=5).dump(value)
    return out.getvalue()


def unpacked(data: bytes, modules: frozenset[str] = OURS) -> object:
    """The value in the bytes. Bytes that hold anything but values of the modules may raise any exception."""
    value: object = _Values(data, modules).load()
    return value
