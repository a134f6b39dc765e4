"""Why a backup is not made, or not brought back: a sentence for the operator."""


class BackupRefused(Exception):
    """Nothing was written; or what was found is not what it says it is."""
