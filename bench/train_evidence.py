"""Train the learned readers on all labelled rows and write them into the package.

    python -m bench.train_evidence [--deep] [--cache DIR]

Writes regenlint/evidence/learned.bin (and, with --deep, vectors.bin), with the figures of the
cross-validation in their headers, and prints them. Needs scikit-learn; --deep needs GiNZA.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from bench import evidence_model as em
from bench.evidence_cv import Data, cross_validate, figures, operating_point
from regenlint.evidence import learned

PACKAGE = Path(learned.__file__).parent


def main() -> None:
    """Cross-validate, calibrate, fit on everything, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--deep", action="store_true", help="also train the reader over GiNZA vectors")
    parser.add_argument("--cache", type=Path, default=None, help="where passages' vectors are kept")
    args = parser.parse_args()
    data = Data.of_corpus()
    card: dict[str, object] = {"rows": len(data.own), "rows_besides": len(data.all) - len(data.own)}
    held = {}
    for protocol in ("groups", "hands"):
        scores = cross_validate(data, protocol)
        held[protocol] = scores
    point = operating_point(held["groups"], data)
    for protocol, scores in held.items():
        card[protocol] = figures(scores, data, point)
        print(protocol, card[protocol])
    header = {
        "card": card,
        "calibration": [round(v, 5) for v in point.calibration],
        "threshold": point.threshold,
    }
    fitted = em.fit(data.table, range(len(data.all)), data.states, data.weights)
    (PACKAGE / "learned.bin").write_bytes(em.export(fitted, header))
    size = (PACKAGE / "learned.bin").stat().st_size
    print(f"learned.bin: {size / 1024:.0f} KiB, threshold {point.threshold}")
    if args.deep:
        from bench.evidence_deep import train

        train(data, held, point.threshold, args.cache, PACKAGE / "vectors.bin")


if __name__ == "__main__":
    np.seterr(over="ignore")
    main()
