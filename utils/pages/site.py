"""A Sphinx extension: what a site needs besides its pages. Each page describes itself to search engines and to those
who pass on a link to it, as does the site's own address; a page answers for addresses where there is none; a map lists
them all.

Only absolute addresses serve for most of this. They begin with `html.baseurl` of _config.yml; without it they are left
out, for a wrong one is worse than none.
"""

import base64
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from textwrap import shorten

from docutils import nodes
from sphinx.application import Sphinx

STATIC = Path(__file__).parent.parent / "static"
CARD = "_static/card.png"  # 1200 × 630, what a shared link shows


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx: describe each page, add those for wrong addresses and for the site's own, and map them."""
    app.connect("html-page-context", _describe_page)
    app.connect("html-collect-pages", _not_found)
    app.connect("html-collect-pages", _entrance)
    app.connect("build-finished", _write_map)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def description(doctree: nodes.document) -> str:
    """What a page is about, in 160 characters at most: its first paragraph of more than a line that is not in a box."""
    paragraphs = [p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section | nodes.container)]
    texts = (shorten(paragraph.astext(), 160, placeholder=" …") for paragraph in paragraphs)
    return next((text for text in texts if len(text) > 60), "")


def social_card(title: str, about: str, site: str, base: str, page: str) -> str:
    """The tags by which a link to a page shows its title, what it is about and, at an address that is known, a card."""
    properties = {"og:type": "article", "og:site_name": site, "og:title": title, "og:description": about}
    names = {"description": about, "twitter:card": "summary_large_image" if base else "summary"}
    if base:
        properties |= {"og:url": base + page, "og:image": base + CARD}
        properties |= {"og:image:width": "1200", "og:image:height": "630"}
    tags = [("property", *item) for item in properties.items()] + [("name", *item) for item in names.items()]
    return "".join(f'\n    <meta {kind}="{key}" content="{escape(value)}" />' for kind, key, value in tags)


def _base(app: Sphinx) -> str:
    base: str = app.config.html_baseurl
    return base and base.rstrip("/") + "/"


def _describe_page(app: Sphinx, page: str, _template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None:
        site = app.config.html_title
        title = unescape(re.sub(r"<[^>]*>", "", context["title"]))
        about = description(doctree) or f"{title}: a page of the book {site}."
        tags = social_card(title, about, site, _base(app), f"{page}.html")
        context["metatags"] = context.get("metatags", "") + tags
        # A chapter's number is drawn (hand.css); its text stays for those who listen.
        numbered = r'(<h1><span class="section-number")>(\d)'
        context["body"] = re.sub(numbered, r'\1 data-number="\2">\2', context["body"])


def _not_found(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The page for addresses where there is none. A server shows it at any depth, so it carries all that it needs."""
    palette = (STATIC / "palette.css").read_text(encoding="utf-8")
    palette = palette.replace(':root[data-theme="dark"]', "@media (prefers-color-scheme: dark) { :root") + "}"
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    letters = base64.b64encode((STATIC / "fonts" / "alegreya.woff2").read_bytes()).decode()
    yield "404", {"palette": palette, "mark": mark, "letters": letters, "home": _base(app)}, "404.html"


def _entrance(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The site's own address, which is what people pass on: it describes the book, and leads to its first page."""
    first, site, home = app.config.root_doc, app.config.html_title, _base(app)
    if first == "index":
        return  # there is the first page itself
    tags = social_card(site, description(app.env.get_doctree(first)), site, home, f"{first}.html")
    yield "index", {"first": f"{first}.html", "home": home, "tags": tags}, "entrance.html"


def _write_map(app: Sphinx, error: Exception | None) -> None:
    base = _base(app)
    if error is not None or app.builder.format != "html" or not base:
        return
    pages = "".join(f"<url><loc>{escape(base + page)}.html</loc></url>\n" for page in sorted(app.env.found_docs))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (Path(app.outdir) / "sitemap.xml").write_text(f"{head}{pages}</urlset>\n", encoding="utf-8")
    (Path(app.outdir) / "robots.txt").write_text(f"Sitemap: {base}sitemap.xml\n", encoding="utf-8")
