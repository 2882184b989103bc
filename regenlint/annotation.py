"""The use case of annotated copies: judge, then write each finding into a copy of its document.

The input is only read, and read again at the end to be sure. Copies lie below one folder as the
documents lie in their dossier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from regenlint import app
from regenlint.errors import AnnotationError, UsageError
from regenlint.parse.open import read_bytes, sources
from regenlint.record import DocumentRecord, DossierRecord, RunRecord
from regenlint.report.copies import Copy
from regenlint.report.notes import ANNOTATED, Choice, elsewhere, notes, summary
from regenlint.sink import write_whole


@dataclass(frozen=True, slots=True)
class Annotated:
    """A run and its copies."""

    run: RunRecord
    copies: tuple[Copy, ...]

    @property
    def exit_code(self) -> int:
        """That of the run; 3 where a copy that was due could not be made."""
        return 3 if any(c.failed for c in self.copies) else self.run.exit_code


@dataclass(frozen=True, slots=True)
class _Due:
    """A document to be copied."""

    dossier: DossierRecord
    document: DocumentRecord
    load: Callable[[], bytes]
    target: Path
    main: bool


def annotate(options: app.Options, to: Path, choice: Choice, *, force: bool = False) -> Annotated:
    """Judge and write the copies below `to`.

    UsageError before anything is written where a copy would replace a file (unless `force`), or
    where `to` lies inside a dossier, whose next check would then read the copies.
    """
    _stop_if_inside(to, options.paths)
    run = app.check(options)
    copies: list[Copy] = []
    due: list[_Due] = []
    for folder, path, dossier in zip(_folders(to, run.dossiers), options.paths, run.dossiers, strict=True):
        loads = _loads(path, options)
        main = _main(dossier)
        copies += [Copy(u.path, None, message=u.message, english=u.english) for u in dossier.unread]
        for d in dossier.documents:
            if d.format not in ANNOTATED:
                copies.append(Copy(d.path, None, message="書き込める形式ではありません", english="no such format"))
            elif not notes(dossier, d.path, choice) and not (d.path == main and any(elsewhere(dossier, choice))):
                copies.append(Copy(d.path, None, message="所見がありません", english="no findings"))
            else:
                due.append(_Due(dossier, d, loads[d.path], folder / _below(dossier, d), d.path == main))
    _stop_if_there(due, force)
    copies += [_copied(d, options, choice) for d in due]
    return Annotated(run, tuple(sorted(copies, key=lambda c: c.document)))


def _stop_if_inside(to: Path, paths: Sequence[str]) -> None:
    target = to.resolve()
    for path in paths:
        plan = Path(path)
        if path != "-" and plan.is_dir() and target.is_relative_to(plan.resolve()):
            raise UsageError(f"写しを計画の中には書きません：{to}", f"copies do not go into the plan itself: {to}")


def _folders(to: Path, dossiers: Sequence[DossierRecord]) -> Iterator[Path]:
    """A folder for each dossier: the one asked for, or one below it where there are several."""
    taken: set[str] = set()
    for d in dossiers:
        if len(dossiers) == 1:
            yield to
            continue
        stem = PurePosixPath(Path(d.path).resolve().as_posix()).name
        name = next(n for k in range(1, len(dossiers) + 1) if (n := f"{stem}_{k}" if k > 1 else stem) not in taken)
        taken.add(name)
        yield to / name


def _below(dossier: DossierRecord, d: DocumentRecord) -> PurePosixPath:
    """A document's path below its dossier."""
    path = PurePosixPath(d.path)
    inside = path.relative_to(dossier.path) if path.is_relative_to(dossier.path) else PurePosixPath(path.name)
    parts = [p for p in inside.parts if p not in ("..", "/")]
    return PurePosixPath(*parts) if parts else PurePosixPath(path.name)


def _loads(path: str, options: app.Options) -> Mapping[str, Callable[[], bytes]]:
    if path == "-":
        return {options.stdin_name: lambda: options.stdin}
    return dict(sources(Path(path)))


def _main(dossier: DossierRecord) -> str:
    """The document that tells what no copy can hold at its place: the form, else the first one."""
    able = [d for d in dossier.documents if d.format in ANNOTATED]
    return next((d.path for d in able if d.kind == "form"), able[0].path if able else "")


def _stop_if_there(due: Sequence[_Due], force: bool) -> None:
    for d in due:
        if d.target.exists() and (not force or d.target.resolve() == Path(d.document.path).resolve()):
            hint, hint_en = ("", "") if force else ("（--force で上書き）", " (--force replaces it)")
            raise UsageError(f"既にあります：{d.target}{hint}", f"{d.target} exists{hint_en}")


def _copied(due: _Due, options: app.Options, choice: Choice) -> Copy:
    d = due.document
    found = notes(due.dossier, d.path, choice)
    count = sum(
        choice.holds(f) for _, f in due.dossier.findings() if f.location is not None and f.location.document == d.path
    )
    try:
        data = due.load()
        if hashlib.sha256(data).hexdigest() != d.sha256:
            raise AnnotationError("検査のあとで変わりました", "changed since it was judged")
        document = read_bytes(data, d.path)
        lines = summary(due.dossier, d.path, due.main, choice)
        if d.format == "docx":
            from regenlint.report import annotate_docx

            made, noted = annotate_docx.annotated(data, document, found, lines, options.today)
        else:
            from regenlint.report import annotate_pdf

            made, noted = annotate_pdf.annotated(data, document, found, lines, options.today)
        due.target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(due.target, made)
        if hashlib.sha256(due.load()).hexdigest() != d.sha256:
            raise AnnotationError("書き込む間に元の書類が変わりました", "changed while its copy was written")
    except OSError as e:
        raise UsageError(f"書き込めません：{due.target}", f"cannot write {due.target}: {e.strerror}") from e
    except AnnotationError as e:
        return Copy(d.path, None, 0, count, str(e), e.english, failed=True)
    return Copy(d.path, due.target, noted, count)
