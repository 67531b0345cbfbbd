"""The job worker of django-tasks, which outlives its database and gives back what it could not do.

Takes the place of the package's own command of this name, so whoever starts that has this one.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.autoreload import run_with_reloader
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from reports.ground.away import is_away
from reports.ground.locks import lock

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
MOST_TRIES = 10
"""How often a job is begun whose worker dies or whose database leaves; then it has failed."""

_ERRORS = {
    f"{kind.__module__}.{kind.__qualname__}": kind for kind in (OperationalError, InterfaceError)
}

Job: TypeAlias = "DBTaskResult[..., object]"

logger = logging.getLogger(__name__)


class Worker(db_worker.Worker):
    """Waits with growing pauses while the database is away, and then goes on.

    A job that was under way when the database left, or whose worker was killed, is begun again:
    running a job twice does no harm (`make_pdf`, `judge_upload`).
    """

    pause = FIRST_PAUSE
    owed: Job | None = None
    """A job whose end could not be written down."""

    def run(self) -> None:
        folder().mkdir(parents=True, exist_ok=True)
        # Held as long as this process lives: what it had begun is abandoned when it is free.
        with lock(place_of(self.worker_id)):
            is_tidied = False
            while self.running:
                try:
                    self._greet()
                    if not is_tidied:
                        give_back_abandoned()
                        is_tidied = True
                    if self.owed is not None:
                        give_back(self.owed, self.pause)
                        self.owed = None
                    super().run()
                    return
                except Exception as error:
                    if not is_away(error):
                        raise
                    self._wait(error)

    def run_task(self, db_task_result: Job) -> None:
        """Run it; what failed because the database was away has not failed."""
        self.owed = db_task_result
        super().run_task(db_task_result)
        self.owed = None
        if is_away(error_of(db_task_result)):
            give_back(db_task_result, FIRST_PAUSE)

    def _greet(self) -> None:
        """After a pause: whether the database takes what is written to it again."""
        if self.pause > FIRST_PAUSE:
            with exclusive_transaction():
                pass
            logger.warning("Veritabanı yanıt veriyor, işler sürüyor. / The database is back.")
            self.pause = FIRST_PAUSE

    def _wait(self, error: Exception) -> None:
        logger.warning(
            "Veritabanına ulaşılamıyor (%s); işler %d saniye sonra yeniden denenecek. / "
            "The database is away, jobs wait.",
            " ".join(str(error).split()),
            self.pause,
        )
        connection.close()
        time.sleep(self.pause)
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Command(db_worker.Command):
    """As the package's, with a worker that waits."""

    def handle(
        self,
        *,
        verbosity: int,
        queue_name: str,
        interval: float,
        batch: bool,
        backend_name: str,
        startup_delay: bool,
        reload: bool,
        max_tasks: int | None,
        worker_id: str,
        exclude_queues: str,
        **options: object,
    ) -> None:
        self.configure_logging(verbosity)
        if exclude_queues and "*" not in queue_name.split(","):
            raise CommandError("--exclude-queues can only be used with --queue-name=*")
        worker = Worker(
            queue_names=queue_name.split(","),
            interval=interval,
            batch=batch,
            backend_name=backend_name,
            startup_delay=startup_delay,
            max_tasks=max_tasks,
            worker_id=worker_id,
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
        )
        if reload and not batch:
            run_with_reloader(worker.run)
            return
        worker.configure_signals()
        worker.run()


def folder() -> Path:
    return Path(settings.DATA_DIR) / "workers"


def place_of(worker: str) -> Path:
    """The file that a worker holds a lock on."""
    return folder() / quote(worker, safe="")


def error_of(result: Job) -> Exception | None:
    """The error of a failed job, where it was one of the database."""
    kind = _ERRORS.get(result.exception_class_path)
    if result.status != TaskResultStatus.FAILED or kind is None:
        return None
    return kind(result.traceback.strip().rpartition("\n")[2])


def give_back(result: Job, pause: float) -> None:
    """Have a job begun again after a while, unless that was done too often."""
    if len(result.worker_ids) >= MOST_TRIES:
        result.set_failed(RuntimeError(f"begun {MOST_TRIES} times, never finished"))
        return
    result.status = TaskResultStatus.READY
    result.run_after = timezone.now() + timedelta(seconds=pause)
    result.exception_class_path = result.traceback = ""
    result.finished_at = None
    result.save(
        update_fields=["status", "run_after", "exception_class_path", "traceback", "finished_at"]
    )


def give_back_abandoned() -> None:
    """The jobs whose worker has died, however it died."""
    for result in DBTaskResult.objects.running():
        if not result.worker_ids:
            continue
        with lock(place_of(result.worker_ids[-1])) as is_free:
            if is_free:
                give_back(result, 0)
