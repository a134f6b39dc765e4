"""Sixty-four writers at once, by pgbench: an act alone, an act with its entry, an act in a chain under a lock.

The entry is sealed beforehand: what is compared is what the database does. In turns, so that noise falls on all alike.
"""

import re
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from statistics import median

from bench.log.sizes import FOR_A_ROUND, WRITERS

ACT = "INSERT INTO bench_plain VALUES (gen_random_uuid(), repeat('x', 200), 0);\n"
PAYLOAD = "ab" * 528  # 426 bytes of text, padded and sealed
DIGEST = sha256(bytes.fromhex(PAYLOAD)).hexdigest()
ENTRY = f"""\\set count :count + 1
\\set epoch :count / 1000
\\set number :count % 1000 + 1
INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (
    md5('bench ' || :client_id || '-' || :epoch)::uuid, :number,
    '\\x464b413101000000'::bytea || int8send(0) || uuid_send(md5('bench ' || :client_id || '-' || :epoch)::uuid)
    || int8send(:number)
    || int8send(528) || '\\x{bytes(16).hex()}{DIGEST}'::bytea,
    '\\x{PAYLOAD}'::bytea);
"""  # noqa: S608 - constants
CHAIN = f"""SELECT pg_advisory_xact_lock(1);
INSERT INTO bench_chain SELECT n + 1, '\\x{PAYLOAD}'::bytea, sha256(hash || '\\x{PAYLOAD}'::bytea)
    FROM bench_chain ORDER BY n DESC LIMIT 1;
"""  # noqa: S608 - constants
SCRIPTS = {"unaudited": ACT, "audited": ACT + ENTRY, "chained": ACT + CHAIN}
THROUGHPUT = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


def throughput(pgbench: Path, url: str, folder: Path, *, seconds: int, rounds: int) -> dict[str, float]:
    """Transactions a second, the median of the rounds, by script."""
    samples: dict[str, list[float]] = {name: [] for name in SCRIPTS}
    counted = 0
    for _round in range(rounds):
        for name, script in SCRIPTS.items():
            path = folder / f"{name}.sql"
            path.write_text(f"BEGIN;\n{script}COMMIT;\n")
            samples[name].append(_run(pgbench, url, path, seconds=seconds, first=counted))
        counted += FOR_A_ROUND  # a counter is used once
    return {name: median(found) for name, found in samples.items()}


def _run(pgbench: Path, url: str, script: Path, *, seconds: int, first: int) -> float:
    told = subprocess.run(
        [pgbench, "--no-vacuum", "--protocol=prepared", "--jobs=2", f"--client={WRITERS}", f"--time={seconds}",
         f"--define=count={first}", f"--file={script}", url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = THROUGHPUT.search(told.stdout)
    if not found:
        raise subprocess.CalledProcessError(0, script.name, stderr=f"{told.stdout}\n{told.stderr}")
    return float(found[1])


def ratios(told: Mapping[str, float]) -> dict[str, float]:
    return {
        "64 writers, audited ÷ unaudited": told["audited"] / told["unaudited"],
        "64 writers, audited ÷ chained": told["audited"] / told["chained"],
    }
