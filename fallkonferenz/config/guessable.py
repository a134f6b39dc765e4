"""Whether a secret could be guessed: too short, of too few different characters, or put together from well-known words."""

WELL_KNOWN = (
    "123456", "abc123", "admin123", "changeme", "change-me", "change_me", "default", "example", "fallkonferenz",
    "geheim", "insecure", "letmein", "p4ssw0", "passwo", "postgres", "qwerty", "qwertz", "secret", "unconnected", "valkey",
)  # fmt: skip


def is_guessable(secret: str, *, shortest: int) -> bool:
    """Random text of the length asked for never is, or once in some million times."""
    has_few_characters = len(set(secret)) < shortest // 5 + 4
    return len(secret) < shortest or has_few_characters or any(word in secret.lower() for word in WELL_KNOWN)
