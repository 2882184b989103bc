"""What people have decided about findings: waivers and baselines, applied to records.

A waived finding stays in every report and only stops counting. Neither a waiver nor a baseline
takes away that something could not be judged.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from regenlint.config import Waiver
from regenlint.errors import ConfigError, UsageError
from regenlint.labels import KINDS
from regenlint.record import CommentWaiver, DossierRecord, FindingRecord, Notice, Waived, waive
from regenlint.sink import write_whole
from regenlint.text import folded

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
BASELINE_VERSION = 1
_W = TypeVar("_W", Waiver, CommentWaiver)


def apply_waivers(
    record: DossierRecord, waivers: Sequence[Waiver], ids: Mapping[str, frozenset[str]], today: datetime.date
) -> DossierRecord:
    """The record with waived findings marked, and a notice for each waiver that is expired or unused.

    `ids` maps the rule a waiver names to the ids it stands for. A waiver holds through its last day.
    """
    done, used = _waived(record, waivers, ids, today, lambda w, f: _stands_at(w.at, f))
    judged = {r.rule.id for r in record.results}
    notices = [n for k, w in enumerate(waivers) for n in _notices(w, used[k], bool(judged & ids[w.rule]), today)]
    return replace(done, notices=(*done.notices, *notices))


def _notices(w: Waiver, uses: int, ran: bool, today: datetime.date) -> Iterable[Notice]:
    where = f"{w.rule}（{w.at}）" if w.at else w.rule
    if w.until is not None and w.until < today:
        yield Notice(
            "waiver-expired",
            f"免除の期限が切れています：{where}、{w.until}まで",
            f"the waiver of {w.rule} {w.at} expired on {w.until}",
        )
    elif not uses and ran:
        yield Notice(
            "waiver-unused",
            f"使われていない免除です：{where}",
            f"the waiver of {w.rule} {w.at} is not used".replace("  ", " "),
        )


def apply_comments(record: DossierRecord, ids: Mapping[str, frozenset[str]], today: datetime.date) -> DossierRecord:
    """The record with findings marked that Word comments at their place waive, and a notice for each comment
    that is expired, unused, without a reason, or names no rule.

    `ids` maps the rule a comment names to the ids it stands for; a name that is none is left out.
    """
    sound = [w for w in record.comment_waivers if w.reason and w.rule in ids]
    done, used = _waived(record, sound, ids, today, _commented)
    judged = {r.rule.id for r in record.results}
    notices = [_refused(w, w.rule in ids) for w in record.comment_waivers if w not in sound]
    for k, w in enumerate(sound):
        plain = Waiver(w.rule, w.reason, w.document, w.until)
        notices += _notices(plain, used[k], bool(judged & ids[w.rule]), today)
    return replace(done, notices=(*done.notices, *notices))


def _waived(
    record: DossierRecord,
    waivers: Sequence[_W],
    ids: Mapping[str, frozenset[str]],
    today: datetime.date,
    meant: Callable[[_W, FindingRecord], bool],
) -> tuple[DossierRecord, Counter[int]]:
    """The record with the findings marked that a waiver means, and how often each was used, by its number.

    One that has expired is used, too, and marks nothing.
    """
    used: Counter[int] = Counter()

    def reviewed(rule: str, f: FindingRecord) -> FindingRecord:
        for k, w in enumerate(waivers):
            if f.waived is not None or rule not in ids[w.rule] or not meant(w, f):
                continue
            used[k] += 1
            if w.until is None or today <= w.until:
                return waive(f, Waived("waiver", w.reason, w.until))
        return f

    return _each(record, reviewed), used


def _refused(w: CommentWaiver, known: bool) -> Notice:
    what, what_en = ("理由", "a reason") if known else ("正しい規則の番号", "a known rule")
    return Notice(
        "waiver-invalid",
        f"コメントの免除に{what}がないため使いません：{w.document} {w.rule}",
        f"the comment waiving {w.rule} in {w.document} lacks {what_en} and is not used",
    )


def _commented(w: CommentWaiver, f: FindingRecord) -> bool:
    place = f.location
    return place is not None and place.document == w.document and w.first <= place.block <= w.last


def _each(record: DossierRecord, change: Callable[[str, FindingRecord], FindingRecord]) -> DossierRecord:
    return replace(
        record,
        results=tuple(
            replace(r, findings=tuple(change(r.rule.id, f) for f in r.findings)) if r.findings else r
            for r in record.results
        ),
    )


def _stands_at(at: str, f: FindingRecord) -> bool:
    """Whether `at` names the finding: its fingerprint, or document and headings above it in order.

    The document is named by its path or a part of its file name, or by its kind; it may be left out.
    """
    if not at:
        return True
    if _FINGERPRINT.fullmatch(at):
        return at == f.fingerprint
    if f.location is None:
        return False
    parts = [p for p in at.split("/") if p.strip()]
    return any(
        (k == 0 or _is_document("/".join(parts[:k]), f.location.document, f.location.kind))
        and _under(parts[k:], f.location.section)
        for k in range(len(parts) + 1)
    )


def _is_document(name: str, path: str, kind: str) -> bool:
    wanted, there = folded(name).lower(), folded(path).lower()
    label = folded(KINDS.get(kind, (kind, kind))[0])
    file = there.rsplit("/", 1)[-1]
    return wanted in file or there == wanted or there.endswith("/" + wanted) or wanted == kind or folded(name) in label


def _under(parts: Sequence[str], section: Sequence[str]) -> bool:
    if not parts:
        return True
    rest = iter(folded(h) for h in section)
    return all(any(folded(p) in h for h in rest) for p in parts)


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of a baseline; ConfigError where it cannot be read as one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as e:
        raise UsageError(f"ベースラインを読めません：{path}", f"cannot read the baseline {path}") from e
    except ValueError as e:
        raise ConfigError(f"ベースラインがJSONとして読めません：{path}", f"the baseline {path} is not JSON") from e
    if (
        not isinstance(content, dict)
        or content.get("schema_version") != BASELINE_VERSION
        or not isinstance(content.get("findings"), list)
    ):
        raise ConfigError(f"ベースラインの形が違います：{path}", f"{path} is not a baseline of regenlint")
    try:
        return frozenset(str(f["fingerprint"]) for f in content["findings"])
    except (TypeError, KeyError) as e:
        raise ConfigError(f"ベースラインの形が違います：{path}", f"{path} is not a baseline of regenlint") from e


def apply_baseline(record: DossierRecord, known: frozenset[str], name: str) -> DossierRecord:
    """The record with findings that the baseline knows marked as such."""
    return _each(
        record, lambda _, f: waive(f, Waived("baseline", name)) if f.waived is None and f.fingerprint in known else f
    )


def write_baseline(path: Path, records: Iterable[DossierRecord]) -> int:
    """Write the findings of records as a baseline, sorted, and say how many; never half a file."""
    entries = sorted(
        {
            (r.rule.id, f.fingerprint, f.location.document if f.location else "")
            for record in records
            for r, f in record.findings()
        }
    )
    content = {
        "schema_version": BASELINE_VERSION,
        "findings": [{"rule": rule, "document": document, "fingerprint": mark} for rule, mark, document in entries],
    }
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return len(entries)
