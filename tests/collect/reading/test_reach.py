"""How far a job reads, by what its database can take in one transaction."""

from __future__ import annotations

import pytest
from django.db import connection

from reports.collect.reading.bounds import SINGLE_WRITER_JOB
from reports.collect.reading.files import Unreadable, job_reach, read_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("takes files that would keep SQLite's other writers waiting"),
]


def test_a_file_of_more_rows_than_one_writer_may_take_is_refused_by_it_alone() -> None:
    rows = SINGLE_WRITER_JOB.rows + 1
    content = b"ad;tutar\n" + b"a;1\n" * rows

    if connection.vendor == "sqlite":
        with pytest.raises(Unreadable) as refused:
            read_file(content, job_reach())
        assert refused.value.is_too_large
        assert f"A{rows}" in str(refused.value)
        assert str(SINGLE_WRITER_JOB.rows) in str(refused.value)
    else:
        assert len(read_file(content, job_reach()).sheets[0].rows) > rows
