"""The wrapped key of each case. Who destroys the row has erased the case; older backups end with their KEK."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from fallkonferenz import clock
from fallkonferenz.vault.keys import KEK_ID_LENGTH, WRAPPED_LENGTH
from fallkonferenz.vault.privacy import NO_SECTION


class CaseKey(models.Model):
    """AES-256-GCM-SIV under a key-encrypting key: nonce, key and tag, bound to case, version and KEK id."""

    # No foreign key: the vault is the lowest layer and knows no cases.
    case_id = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField(max_length=WRAPPED_LENGTH)
    version = models.PositiveIntegerField(default=1)
    kek_id = models.CharField(max_length=KEK_ID_LENGTH)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("wrapped"), WRAPPED_LENGTH), name="casekey_is_wrapped"),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("case_id",)
        open = ("wrapped", "version", "kek_id", "made_at")
        section = NO_SECTION
        retention = "until the case is forgotten: destroying this row is the erasure"

    def __str__(self) -> str:
        return f"key {self.version} of case {self.case_id}"
