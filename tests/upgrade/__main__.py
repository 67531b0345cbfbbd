"""Load, publish and queue a PDF with an earlier commit; then ask today's code the same."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.once import ROOT, environment

from . import answers

JOBS = (
    "from django_tasks_db.models import DBTaskResult; "
    "print(sorted((t.task_path, t.status) for t in DBTaskResult.objects.all()))"
)


def run(tree: Path, data: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=environment(data) | {"KARS_DEBUG": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{tree.name}: {' '.join(arguments[:2])}\n{done.stderr[-3000:]}")
    return done.stdout


def asked(tree: Path, data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(tree, data, answers.__file__))
    return found


def main(commit: str) -> int:
    with tempfile.TemporaryDirectory(prefix="kars-upgrade-") as folder:
        tree, data = Path(folder) / "before", Path(folder) / "data"
        data.mkdir()
        subprocess.run(["git", "worktree", "add", "-f", tree, commit], cwd=ROOT, check=True)
        try:
            run(tree, data, "manage.py", "migrate", "-v0")
            run(tree, data, "manage.py", "load_report", "fixtures/2024", "--publish")
            before = asked(tree, data)
            print("queued before:", run(tree, data, "manage.py", "shell", "-v0", "-c", JOBS))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
        run(ROOT, data, "manage.py", "migrate", "-v0")
        after = asked(ROOT, data)
        run(ROOT, data, "manage.py", "db_worker", "--batch", "--interval", "0", "-v0")
        jobs = run(ROOT, data, "manage.py", "shell", "-v0", "-c", JOBS)
    print("afterwards:", jobs)
    pages = before["pages"]
    other = [p for p in sorted(pages | after["pages"]) if pages.get(p) != after["pages"].get(p)]
    rows = [name for name in before["rows"] if before["rows"][name] != after["rows"][name]]
    print(f"{len(pages)} addresses, {len(other)} answered otherwise:", other[:20])
    print("rows or schema that changed:", rows)
    print("refused:", after["refused"])
    failed = [job for job in ("FAILED", "READY", "RUNNING") if job in jobs]
    return 1 if other or rows or failed or not all(after["refused"].values()) else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tests.upgrade COMMIT")
    sys.exit(main(sys.argv[1]))
