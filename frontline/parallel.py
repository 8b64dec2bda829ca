"""Run a function on many tasks: in processes of this machine, or on a Dask cluster.

Both go through joblib: loky on one machine, the workers of the cluster with the address of a
scheduler. Tasks are sent in windows of a few for each worker, so that memory does not grow with
their number.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
import warnings
from collections import deque
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from joblib import Parallel, delayed, parallel_config

from frontline.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Tasks of a window for each worker.
_WINDOW = 10
#: Seconds to wait for an answer of a scheduler.
_CONNECT_S = 10
#: Seconds to wait for a worker of a cluster, when none is left.
_WAIT_S = 300
#: Seconds after which a process without work ends.
_IDLE_S = 30
#: Seconds between two looks whether the parent of a process has ended.
_LOOK_S = 1


def available_cpus() -> int:
    """Return the number of processes that can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """The processes that run tasks.

    Parameters
    ----------
    jobs : int or None
        Number of processes on this machine; None for one on each core.
    scheduler : str, optional
        Address of the scheduler of a Dask cluster, as ``tcp://host:8786``; its workers are used
        instead.

    Raises
    ------
    InvalidRequestError
        If the address is not valid, nothing answers there, or Dask is not installed.
    """

    def __init__(self, jobs: int | None = None, scheduler: str | None = None) -> None:
        self._jobs = jobs or available_cpus()
        self._client = None if scheduler is None else _connect(scheduler)

    def close(self) -> None:
        """Leave the cluster."""
        if self._client is not None:
            self._client.close()

    @property
    def count(self) -> int:
        """The number of tasks that can run at a time."""
        if self._client is None:
            return self._jobs
        return max(1, int(sum(self._client.ncores().values())))

    @property
    def window(self) -> int:
        """The number of tasks that are sent together."""
        return _WINDOW * self.count

    def run(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Generator[tuple[Task, Result | None]]:
        """Yield each task with its result, in order.

        The result is None if a process ended while it ran the task, and again when it ran the
        task alone. Tasks that ran at the same time as such a task are run again, alone: the
        others are not lost, and none is yielded twice.

        Parameters
        ----------
        function : callable
            It must be picklable, and does not return None.
        tasks : iterable
            Read only as far as they are sent.
        """
        remaining = iter(tasks)
        while window := deque(itertools.islice(remaining, self.window)):
            try:
                with closing(self._results(function, window)) as results:
                    for result in results:
                        yield window.popleft(), result
            except self._lost:
                while window:
                    yield window[0], self._alone(function, window[0])
                    window.popleft()

    def _alone(self, function: Callable[[Task], Result], task: Task) -> Result | None:
        try:
            (result,) = self._results(function, [task])
        except self._lost:
            return None
        return result

    def _results(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Generator[Result]:
        with parallel_config(**self._backend), _without_interruptions():
            # With one job, joblib would run the task in this process.
            run = Parallel(max(2, self.count), return_as="generator", batch_size=1)
            results = run([delayed(function)(task) for task in tasks])
        try:
            for result in results:  # noqa: UP028 - `yield from` would close them with a warning
                yield result
        finally:
            with warnings.catch_warnings():
                # Who stops reading the results means to stop the tasks.
                warnings.filterwarnings("ignore", r"(?s).*\btasks (which|have)\b", UserWarning)
                results.close()

    @property
    def _backend(self) -> dict[str, Any]:
        if self._client is None:
            options = {"initializer": _end_with, "initargs": (os.getpid(),)}
            return {"backend": "loky", "idle_worker_timeout": _IDLE_S, **options}
        return {"backend": _dask_backend(self._client)}

    @property
    def _lost(self) -> tuple[type[BaseException], ...]:
        """The errors that mean that a process ended while it ran a task."""
        if self._client is None:
            return (BrokenExecutor,)
        from distributed import KilledWorker  # noqa: PLC0415 - an optional dependency

        return (KilledWorker,)


@contextmanager
def _without_interruptions() -> Generator[None]:
    """Start processes that Ctrl-C does not interrupt, and wait with it until they have begun.

    A terminal sends it to all processes of a command. One that is still being started would print
    where it was; as it is, each ends with its parent.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - Windows has none

    resource_tracker.ensure_running()  # its start ends a block of signals
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


@lru_cache(1)
def _end_with(parent: int) -> None:
    """End this process when its parent has ended.

    A process that writes a large result which nobody reads would wait for ever.
    """

    def watch() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(_LOOK_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _dask_backend(client: Any) -> Any:
    """Return joblib's backend for a cluster, which also reports tasks that no worker survives."""
    from joblib._dask import DaskDistributedBackend  # noqa: PLC0415 - needs distributed

    class Backend(DaskDistributedBackend):  # type: ignore[misc] # no types
        def effective_n_jobs(self, n_jobs: int) -> int:
            # With one job, joblib would run the task in this process.
            return max(2, int(super().effective_n_jobs(n_jobs)))

        def submit(self, func: Any, callback: Any = None) -> Any:
            # joblib calls back for results only, and would wait for such a task for ever.
            future = super().submit(func, callback)
            future.add_done_callback(
                lambda done: None if done.exception() is None else callback(done.exception())
            )
            return future

    return Backend(client=client, wait_for_workers_timeout=_WAIT_S)


def _connect(scheduler: str) -> Any:
    """Return a client of a cluster."""
    try:
        from distributed import Client  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise InvalidRequestError(
            "--scheduler needs Dask, which is not installed: "
            "pip install 'frontline-mapper[cluster]', or leave out --scheduler."
        ) from None
    try:
        connect: Any = Client  # it has no types
        return connect(scheduler, set_as_default=False, timeout=_CONNECT_S)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InvalidRequestError(
            f"The scheduler {scheduler[:80]!r} does not answer ({reason}). Start it with "
            "`dask scheduler`, and use the address that it prints, such as tcp://host:8786."
        ) from None
