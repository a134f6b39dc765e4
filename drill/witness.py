"""A witness beside an installation of a drill, as the demo's; its past begins with the database's."""

import shutil
from pathlib import Path

from fallkonferenz.demo.children import Child
from fallkonferenz.demo.services import PrivateServices
from fallkonferenz.demo.witness import Witness


def new_witness(services: PrivateServices, *, origin: str, cwd: Path) -> Child:
    witness = Witness(services.home, services.secrets)
    shutil.rmtree(witness.folder, ignore_errors=True)
    services.home.folder("witness")
    (services.secrets.folder / "audit-policy").unlink(missing_ok=True)
    witness.choose_port()
    return witness.child(witness.policy(origin), cwd)


def watched_by(services: PrivateServices, *, origin: str) -> dict[str, str]:
    """What the processes are told of it."""
    witness = Witness(services.home, services.secrets)
    return {
        "FALLKONFERENZ_AUDIT_POLICY_FILE": str(witness.policy(origin)),
        "FALLKONFERENZ_AUDIT_WITNESS_URL": witness.url,
        "FALLKONFERENZ_AUDIT_WITNESSED_FILE": str(witness.folder / "witnessed"),
    }
