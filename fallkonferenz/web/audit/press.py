"""A program of its own: HTML on standard input becomes a tagged PDF (PDF/UA) on standard output.

It runs apart from the web process, with little memory and little time, and fetches nothing: neither from the network nor
from the disk, but for the files named to it. ``python -m fallkonferenz.web.audit.press NAME=PATH …``
"""

import resource
import sys
from collections.abc import Sequence
from pathlib import Path

SITE = "https://packaged.invalid/"  # where the files seem to lie; the name leads nowhere
NO_PANGO = 3  # exit code: the library that sets text is missing on this machine
MEMORY, SECONDS = 1024 * 2**20, 30
VARIANT = "pdf/ua-1"
TYPES = {".css": "text/css", ".woff2": "font/woff2"}


def main(arguments: Sequence[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    files = dict(argument.split("=", 1) for argument in arguments)
    try:
        import weasyprint  # noqa: F401 - it looks for Pango at once
    except (ImportError, OSError) as error:
        print(f"no text can be set here: {error}", file=sys.stderr)
        return NO_PANGO
    sys.stdout.buffer.write(printed(sys.stdin.read(), files))
    return 0


def printed(html: str, files: dict[str, str]) -> bytes:
    """Imported here only: the library looks for Pango as soon as it is imported."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):
        """Gives out the files that came with the application, and nothing else."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            path = files.get(url.removeprefix(SITE)) if url.startswith(SITE) else None
            if path is None:
                raise FatalURLFetchingError(f"nothing is fetched from {url[:100]}")
            return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": TYPES[Path(path).suffix]})

    made: bytes = HTML(string=html, base_url=SITE, url_fetcher=Packaged()).write_pdf(pdf_variant=VARIANT)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
