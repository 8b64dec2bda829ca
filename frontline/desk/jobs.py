"""Jobs: work that takes long, with its progress, and a way to cancel it."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.routing import Route

from frontline.desk.access import new_id
from frontline.desk.views import change, desk_of, redirect, render, texts
from frontline.errors import FrontlineError, InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    Progress = Callable[[int, int], None]

#: Most jobs that run at the same time, and that are kept.
_MOST_RUNNING, _MOST_KEPT = 2, 20


class _CancelledError(Exception):
    """The user has cancelled the job."""


@dataclass
class Job:
    """Work in a thread of its own, and the file that it makes.

    Attributes
    ----------
    label : str
        What it makes, for the user.
    path : Path
        The file.
    state : str
        ``running``, ``done``, ``failed`` or ``cancelled``.
    page : str
        Address of the page that shows the result; empty if the file is the result.
    done, total : int
        Number of steps done, and of all; `total` is 0 if it is not known.
    error : str
        Why it failed.
    """

    label: str
    path: Path
    page: str = ""
    state: str = "running"
    done: int = 0
    total: int = 1
    error: str = ""
    _cancelled: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """End the job at its next step."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait until the job has ended, but not longer than some seconds."""
        self._ended.wait(seconds)

    def run(self, work: Callable[[Path, Progress], None]) -> None:
        """Do the work; what goes wrong is kept for the user."""
        try:
            work(self.path, self._progress)
        except _CancelledError:
            self.state = "cancelled"
        except (FrontlineError, OSError, MemoryError) as error:
            self.state, self.error = "failed", str(error) or type(error).__name__
        except BaseException:
            self.state, self.error = "failed", "An internal error: see the terminal."
            raise
        else:
            self.state, self.done = "done", self.total or self.done
        finally:
            self._ended.set()

    def _progress(self, done: int, total: int) -> None:
        if self._cancelled.is_set():
            raise _CancelledError
        self.done, self.total = done, total


class Jobs:
    """The jobs of one run of the desk, and the folder of their files."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._jobs: dict[str, Job] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def start(
        self, label: str, name: str, work: Callable[[Path, Progress], None], *, page: str = ""
    ) -> str:
        """Start a job and return its id.

        Parameters
        ----------
        label : str
            What it makes, for the user.
        name : str
            Name of the file that it makes.
        work : callable
            Takes the path of the file and a function to call after each step.
        page : str
            Address of the page that shows the result, if that is not the file.

        Raises
        ------
        InvalidRequestError
            If other jobs have to end first.
        """
        with self._lock:
            if sum(job.state == "running" for job in self._jobs.values()) >= _MOST_RUNNING:
                raise InvalidRequestError(
                    f"{_MOST_RUNNING} jobs are running: wait for one to end, or cancel it."
                )
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="frontline-"))
            for old in [*self._jobs][: -_MOST_KEPT + 1]:
                if self._jobs[old].state != "running":
                    self._jobs.pop(old).path.unlink(missing_ok=True)
            id_ = new_id()
            folder = self._folder / id_
            folder.mkdir()
            job = self._jobs[id_] = Job(label, folder / name, page)
        thread = threading.Thread(target=job.run, args=(work,), daemon=True)
        self._threads.append(thread)
        thread.start()
        return id_

    def all(self) -> list[tuple[str, Job]]:
        """Return the jobs with their ids, the newest first."""
        return [*self._jobs.items()][::-1]

    def has(self, id_: str) -> bool:
        """Whether there is a job with this id."""
        return id_ in self._jobs

    def find(self, id_: str) -> Job:
        """Return a job; HTTPException 404 if there is none with this id."""
        if id_ not in self._jobs:
            raise HTTPException(404)
        return self._jobs[id_]

    def wait(self) -> None:
        """Wait until no job runs."""
        for thread in self._threads:
            thread.join()

    def close(self) -> None:
        """Cancel what runs, wait for it, and remove the files."""
        for job in self._jobs.values():
            job.cancel()
        self.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def page(request: Request) -> Response:
    """Show the jobs with their progress."""
    jobs = desk_of(request).jobs.all()
    is_running = any(job.state == "running" for _, job in jobs)
    return render(request, "jobs.html", jobs=jobs, is_running=is_running)


def cancel(request: Request, form: FormData) -> Response:
    """Cancel a job."""
    job = desk_of(request).jobs.find(texts(form).get("id", ""))
    job.cancel()
    return redirect(job.page or "/jobs")


def file(request: Request) -> Response:
    """Return the file that a job has made."""
    job = desk_of(request).jobs.find(request.query_params.get("id", ""))
    if job.state != "done" or not job.path.exists():
        raise HTTPException(404)
    return FileResponse(
        job.path, filename=job.path.name, content_disposition_type="attachment",
        headers={"content-security-policy": "default-src 'none'; sandbox"},
    )  # fmt: skip


ROUTES = [
    Route("/jobs", page),
    Route("/jobs/cancel", change(cancel), methods=["POST"]),
    Route("/jobs/file", file),
]
