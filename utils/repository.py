"""Say where the book's repository lives: `python -m utils.repository URL [PAGES]`.

A chapter is also opened alone, on Google Colab for one: its first cell then installs this package from the repository.
The pages link to the repository and to what runs its notebooks, and whoever cites the book names it. Until an address
is set none of them leads anywhere, and that cell says so.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
GITHUB = "https://github.com/"


def main(arguments: list[str]) -> None:
    """Write the address of the repository, and of the published pages if one is given, to wherever it is needed."""
    if len(arguments) not in (1, 2):
        sys.exit("Usage: python -m utils.repository URL [PAGES], for example https://github.com/YOU/YOUR-COPY")
    try:
        set_repository(ROOT, *arguments)
    except ValueError as error:
        sys.exit(str(error))


def set_repository(root: Path, url: str, pages: str | None = None) -> None:
    """Write the addresses of repository and pages into the book in the folder `root`; an empty `url` takes them out.

    The pages of a repository on GitHub are, unless `pages` says otherwise, where GitHub publishes them. Only such a
    repository has buttons on the pages, which lead to it, to Colab and to Binder.
    Raises ValueError, and writes nothing, for what is no https:// or file:// address, and for one on GitHub that is not
    that of a whole repository. So it does for a folder without the book, and for a file without exactly one place for
    an address.
    """
    url = url.rstrip("/").removesuffix(".git")
    pages = pages_of(url) if pages is None else pages
    for address in filter(None, [url, pages]):
        if not re.fullmatch(r"(https|file)://[\w./~:@+-]+", address):
            raise ValueError(f"Expected the https:// address of a Git repository or of pages, not {address!r}.")
    if url.startswith(GITHUB) and not pages_of(url):
        raise ValueError(f"Expected {GITHUB}OWNER/NAME, the address of the whole repository, not {url!r}.")
    texts: dict[Path, str] = {}
    for files, place, text in _places(url, pages):
        paths = sorted(root.glob(files))
        if not paths:
            raise ValueError(f"No {files} in {root}; run this in a clone of the book.")
        for path in paths:
            before = texts.get(path) or path.read_text(encoding="utf-8")
            texts[path], found = re.subn(place, text.replace("\\", r"\\"), before, flags=re.MULTILINE)
            if found != 1:
                raise ValueError(f"Expected one place in {path} that looks like {place}, found {found}.")
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def pages_of(url: str) -> str:
    """Where the workflow in .github publishes the pages of a repository on GitHub; "" for one that lives elsewhere."""
    found = re.fullmatch(re.escape(GITHUB) + "([^/]+)/([^/]+)", url)
    if not found:
        return ""
    owner, name = found[1].lower(), found[2]
    home = f"{owner}.github.io"
    return f"https://{home}/" if name.lower() == home else f"https://{home}/{name}/"


def _places(url: str, pages: str) -> list[tuple[str, str, str]]:
    """The files that name an address, a regular expression for the place, and what is to stand there."""
    on_github = url if url.startswith(GITHUB) else ""
    config = {
        "baseurl": f'"{pages}"',
        "repository_url": f'"{on_github}"',
        "binderhub_url": '"https://mybinder.org"' if on_github else '""',
        "colab_url": '"https://colab.research.google.com"' if on_github else '""',
        "use_repository_button": "true" if on_github else "false",
        "use_issues_button": "true" if on_github else "false",
    }
    citation = {"repository-code": url, "url": pages}
    links = [f"[{name}]({to})" for name, to in [("Read it here.", pages), ("Its repository.", url)] if to]
    return [
        ("book/*.ipynb", r'REPOSITORY = \\"[^"]*"', rf"REPOSITORY = \"{url}\""),  # as it stands in JSON
        *(("_config.yml", rf"(?<= ){key}: \S+", f"{key}: {value}") for key, value in config.items()),
        *(("CITATION.cff", f"^#?{key}: .*$", f'{"" if to else "#"}{key}: "{to}"') for key, to in citation.items()),
        ("README.md", "^.*<!-- addresses -->$", " ".join([*links, "<!-- addresses -->"])),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
