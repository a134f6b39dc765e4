"""Ten kills of the log's processes; the long form is ``make drill-audit``."""

import shutil
import tempfile
from pathlib import Path

from drill.audit.course import SHORT, drilled

QUICK = ("fsync=off",)  # a kill spares what the kernel was given


def test_no_entry_is_lost_orphaned_or_without_a_place():
    folder = Path(tempfile.mkdtemp(prefix="fk-"))
    figures = drilled(folder, slot="test-drill-audit", rounds=SHORT, postgres_settings=QUICK)
    shutil.rmtree(folder)

    assert [str(figure) for figure in figures if figure.is_short] == []
