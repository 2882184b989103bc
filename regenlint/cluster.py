"""The door to Dask: an executor of a cluster, for `--executor dask://HOST:PORT`. Imported only when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import util

from regenlint.errors import UsageError

SCHEME = "dask://"


@contextmanager
def connected(address: str, workers: int) -> Iterator[Executor]:
    """The executor of the cluster at `dask://HOST:PORT`; `dask://` alone starts one here with so many processes.

    UsageError for another scheme, without Dask, or where nothing answers.
    """
    if not address.startswith(SCHEME):
        raise UsageError(
            f"--executor は dask://HOST:PORT と書きます：{address}", f"--executor wants dask://HOST:PORT: {address}"
        )
    if util.find_spec("distributed") is None:
        raise UsageError(
            "--executor には Dask が要ります（pip install 'regenlint[dask]'）",
            "--executor needs Dask: pip install 'regenlint[dask]'",
        )
    from distributed import Client, LocalCluster

    place = address.removeprefix(SCHEME).rstrip("/")
    if not place:
        # Nothing of a plan is shown on a dashboard, and nothing listens beyond this machine.
        with (
            LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
            ) as here,
            Client(here) as client,
        ):
            yield client.get_executor()
        return
    try:
        client = Client(f"tcp://{place}", timeout=10)
    except (OSError, ValueError) as e:
        raise UsageError(f"Dask に接続できません：{address}", f"no Dask scheduler answers at {address}") from e
    with client:
        yield client.get_executor()
