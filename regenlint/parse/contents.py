"""Contents lists: their lines repeat every heading and are evidence of nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from regenlint.model import SILENT_ROLES, Role
from regenlint.text import folded

from .raw import RawBlock

_PAGE = re.compile(r"[-－(（]?[\d０-９]{1,3}[-－)）]?(?:頁|ページ)?$")
_DOTS = ".．・…‥⋯"
_OPENS_CONTENTS = re.compile(r"^(?:[■◆【]?\s*(?:目\s*次|もくじ|目録|contents|table of contents)[】]?)$", re.IGNORECASE)


def _leads(text: str) -> bool:
    """Whether a line ends in dots or a gap and a page number."""
    line = text.rstrip()
    m = _PAGE.search(line) if len(line) <= 120 else None
    if m is None:
        return False
    before = line[: m.start()]
    name = before.rstrip()
    gap = before[len(name) :]
    return bool(name) and (len(gap) >= 3 or "\t" in gap or all(c in _DOTS for c in name[-2:]))


def find(raws: Sequence[RawBlock]) -> dict[int, Role]:
    """Lines of a contents list: every heading would else be found twice."""
    out: dict[int, Role] = {}
    body = [i for i, r in enumerate(raws) if r.role not in SILENT_ROLES and r.cell is None and r.level == 0]
    texts = {i: re.sub(r"[\s\u3000]", "", folded(raws[i].text)) for i in body if len(raws[i].text) <= 80}
    where: dict[str, int] = {}
    for i, r in enumerate(raws):
        if r.role not in SILENT_ROLES and len(r.text) <= 80:
            where[re.sub(r"[\s\u3000]", "", folded(r.text))] = i
    run: list[int] = []
    for n, i in enumerate(body):
        if _leads(raws[i].text):
            run.append(i)
        else:
            if len(run) >= 3:
                out.update(dict.fromkeys(run, Role.CONTENTS))
            run = []
        if not _OPENS_CONTENTS.match(raws[i].text.strip()):
            continue
        listed: list[int] = []
        for k in body[n + 1 : n + 200]:
            again = where.get(texts.get(k, ""), -1) > k
            if not (again or _leads(raws[k].text)):
                break
            listed.append(k)
        if listed:
            # The first heading of the body may end the list: it is there once more only if listed before.
            out[i] = Role.CONTENTS
            out.update(dict.fromkeys(listed, Role.CONTENTS))
    if len(run) >= 3:
        out.update(dict.fromkeys(run, Role.CONTENTS))
    return out
