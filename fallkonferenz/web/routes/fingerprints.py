"""A part of an address that is a fingerprint: hexadecimal digits, so that nothing else finds room in it."""


class FingerprintConverter:
    regex = "(?:[0-9a-f]{32}){1,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
