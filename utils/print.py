"""Print the book: `python -m utils.print` builds its pages and makes one PDF of them, `_build/digits-by-hand.pdf`.

Given the folder of pages already built, it prints those, into the folder above. The pages are joined into one, in the
order of `_toc.yml`, and a Chromium prints it. On which page a thing stands is known only afterwards: so the book is
printed, the page numbers are filled in, and it is printed again.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from html import escape
from pathlib import Path

import bs4
import pikepdf
import playwright.sync_api
import pypdf

ROOT = Path(__file__).parent.parent
TITLE = "Digits by Hand"
SUBTITLE = "Neural networks, from one perceptron to a recogniser of your own handwriting"
NOTE = """
<p>This is the printed form of a book that lives on its pages.</p>
<p>What moves there stands still here: of each live figure you see a picture, and under it where it is found.
The exercises and the quiz of a chapter have their solutions and answers at the end of the book.
A cell that waits for you, at the words <code>your turn</code>, prints what is not right yet.</p>
<p>The text and the figures are under the licence CC BY 4.0, the code under the MIT licence.</p>
"""
# What is drawn on the canvases of the still pictures: the strokes of a five, in shares of the canvas.
FIVE = [
    [(0.38, 0.2), (0.36, 0.46), (0.47, 0.41), (0.6, 0.44), (0.67, 0.56), (0.64, 0.7), (0.52, 0.8), (0.33, 0.76)],
    [(0.38, 0.2), (0.66, 0.19)],
]
# What is pressed in the others, and how often, so that the picture shows them at work.
PRESSED = [("backpropagation", "Next", 9), ("xor-training", "Run", 1)]


def main(arguments: list[str]) -> None:
    """Print the pages in the folder named, or build them first."""
    if arguments:
        site = Path(arguments[0]).resolve()
    else:
        build = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        site = ROOT / "_build" / "html"
    target = site.parent / "digits-by-hand.pdf"
    with playwright.sync_api.sync_playwright() as p:
        print_pages(p.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]), site, target)
    print(f"{target}: {len(pypdf.PdfReader(target).pages)} pages, {target.stat().st_size / 1e6:.1f} MB")


def chromium() -> str:
    """Where the system's Chromium is, or the one named in $CHROMIUM. Raises FileNotFoundError if there is none."""
    names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        raise FileNotFoundError(
            "No Chromium found; install one (Debian: apt-get install chromium) or name it in $CHROMIUM."
        )
    return executable


# Each live figure gives way to a copy of itself, which no script will draw anew when the page is printed once more.
STILL = """() => document.querySelectorAll("[data-figure]").forEach((figure) => {
  const still = figure.cloneNode(true);
  const canvases = figure.querySelectorAll("canvas");
  still.querySelectorAll("canvas").forEach((copy, i) => copy.getContext("2d").drawImage(canvases[i], 0, 0));
  figure.replaceWith(still);
})"""


def print_pages(browser: playwright.sync_api.Browser, site: Path, target: Path) -> None:
    """Print the pages of a built site as one PDF, with its page numbers in contents and references.

    Raises RuntimeError if these are not the same after six printings.
    """
    with joined_page(browser, site) as page:
        seen: list[dict[str, int]] = []
        for _ in range(6):  # a number that is filled in may move a line, and a line a page, but hardly twice
            page.pdf(path=target, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
            numbers = page_numbers(target)
            if numbers in seen:  # settled, or to and fro: a section whose heading just fails to fit on its first page
                break
            seen.append(numbers)
            page.evaluate(
                "numbers => document.querySelectorAll('[data-page-of]')"
                ".forEach((it) => { it.textContent = numbers[it.dataset.pageOf]; })",
                numbers,
            )
        else:
            raise RuntimeError("The page numbers do not settle: each printing moves what stands at the foot of a page.")
    # Chromium writes what it says to screen readers in the open; packed, the file is little more than half as large.
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Author"] = f"The authors of {TITLE}"
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def page_numbers(pdf: Path) -> dict[str, int]:
    """On which page, from 1 on, everything stands that a link of the PDF leads to."""
    reader = pypdf.PdfReader(pdf)
    places = reader.named_destinations.items()
    return {name.removeprefix("/"): 1 + (reader.get_destination_page_number(place) or 0) for name, place in places}


@contextlib.contextmanager
def joined_page(browser: playwright.sync_api.Browser, site: Path) -> Iterator[playwright.sync_api.Page]:
    """The pages of a built site as one in a browser, ready to print: formulas set, something drawn on the canvases."""
    joined = site.parent / "print.html"  # beside the site, whose scripts and pictures it needs
    joined.write_text(join(site), encoding="utf-8")
    with browser.new_context(viewport={"width": 605, "height": 1000}, locale="en-GB") as context:
        context.set_default_timeout(600_000)  # milliseconds: it is a long page, and machines are busy
        page = context.new_page()
        page.add_init_script("Math.random = () => 0.5")  # the practice page asks for the same number every time
        page.emulate_media(media="print", color_scheme="light", reduced_motion="reduce")
        page.goto(joined.as_uri())
        page.wait_for_function("!document.querySelector('[data-figure]:not(:has(svg, input))')")
        for canvas in page.locator("[data-figure=digit-pad] canvas").all():
            draw(page, canvas)
        for figure, button, times in PRESSED:
            presses = "(buttons, times) => { for (let i = 0; i < times; i++) buttons.forEach((it) => it.click()); }"
            page.locator(f"[data-figure={figure}] button", has_text=button).evaluate_all(presses, times)
        page.evaluate(STILL)
        yield page


def draw(page: playwright.sync_api.Page, canvas: playwright.sync_api.Locator) -> None:
    """Draw the five on a canvas, with the mouse."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for stroke in FIVE:
        for i, (x, y) in enumerate(stroke):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
            if i == 0:
                page.mouse.down()
        page.mouse.up()


def join(site: Path) -> str:
    """The pages of a built site as the HTML of one: title, contents, every page in its turn, and what stands behind."""
    entries = re.findall(r"(caption|file): (\S.*)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    sheets = {Path(name).name: Sheet(site, name) for kind, name in entries if kind == "file"}
    for sheet in sheets.values():
        sheet.prepare(sheets.keys())
    solutions = "".join(sheet.solved() for sheet in sheets.values())
    listings = "".join(listing for sheet in sheets.values() for listing in sheet.listings)
    back = {"solutions": ("Solutions and answers", solutions), "listings": ("Listings", listings)}

    contents = "".join(
        f"<p>{escape(name)}</p>" if kind == "caption" else sheets[Path(name).name].contents() for kind, name in entries
    )
    contents += "<p>At the back</p>" + "".join(entry(name, title, "print-chapter") for name, (title, _) in back.items())
    texts = {sheet.name: (sheet.title, sheet.article.decode_contents()) for sheet in sheets.values()}
    texts |= {name: (title, f"<h1>{title}</h1>{text}") for name, (title, text) in back.items()}
    articles = "".join(
        f'<article class="bd-article" id="{name}" style="page: print-{name}">{text}</article>\n'
        for name, (_, text) in texts.items()
    )
    footers = "".join(
        f"@page print-{name} {{ @bottom-left {{ content: {json.dumps(title, ensure_ascii=False)} }} }}\n"
        for name, (title, _) in texts.items()
    )
    address = next(iter(sheets.values())).address
    home = f'<p>The pages are at <a href="{address}">{address}</a>.</p>' if address else ""
    static = f"{site.name}/_static"
    styles = [
        f'<link rel="stylesheet" href="{static}/{name}.css">'
        for name in ("pygments", "palette", "book", "live", "print")
    ]
    styles += sorted({style for sheet in sheets.values() for style in sheet.styles})
    mark = (ROOT / "utils" / "static" / "mark.svg").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en" data-content_root="{site.name}/" data-theme="light">
<head>
<meta charset="utf-8"><title>{TITLE}</title>
{"".join(styles)}<style>{footers}</style>
<script defer src="{static}/live.js"></script>
</head>
<body>
<header>{mark}<p class="print-title">{TITLE}</p><p>{SUBTITLE}</p></header>
<section class="print-note">{NOTE}{home}</section>
<nav><h1>Contents</h1>{contents}</nav>
{articles}</body>
</html>
"""


class Sheet:
    """A page of the built site on its way into print; `prepare` it before anything else."""

    def __init__(self, site: Path, path: str) -> None:
        self.site, self.name = site, Path(path).name
        soup = bs4.BeautifulSoup((site / f"{path}.html").read_text(encoding="utf-8"), "html.parser")
        self.article = find(soup, "article.bd-article")
        self.title = text_of(self.article, "h1")
        # There if the configuration says where the book lives.
        self.address = next((str(link["href"]) for link in soup.select("link[rel=canonical]")), None)
        # Of its formulas, set while the site was built.
        self.styles = [str(style).replace("../", f"{site.name}/") for style in soup.select("head > style")]
        self.solutions: list[str] = []
        self.listings: list[str] = []

    def prepare(self, names: Collection[str]) -> None:
        """Make of what is clicked and unfolded on the page what is read on paper; `names` are those of all pages."""
        for link in self.article.select(".headerlink"):
            link.decompose()
        for element in self.article.select("[id]"):
            element["id"] = f"{self.name}--{element['id']}"
        for image in self.article.select("img"):
            image["src"] = f"{self.site.name}/{str(image['src']).removeprefix('../')}"
            image.attrs.pop("loading", None)  # on paper every picture is near
        for link in self.article.select("a[href]"):
            self._lead(link, names)
        for fold in self.article.select(".admonition.dropdown"):
            self._gather(fold)
        for figure in self.article.select("[data-figure]"):
            if figure["data-figure"] == "quiz":
                figure.replace_with(self._quiz(json.loads(str(figure["data-options"]))["questions"]))
            else:
                figure.wrap(piece('<div class="print-live"></div>'))
                figure.insert_after(self._where(figure))

    def _lead(self, link: bs4.Tag, names: Collection[str]) -> None:
        """Let a link lead to where its target stands in print, and say on which page that is."""
        if "://" in str(link["href"]):
            return
        path, _, anchor = str(link["href"]).partition("#")
        name = Path(path).stem or self.name
        if name not in names:
            link.unwrap()
            return
        target = f"{name}--{anchor}" if anchor else name
        link["href"] = f"#{target}"
        if link.select_one(".std-ref, .std-doc"):
            link.extend([" ", piece(f'<span class="print-page">(p. {page_of(target)})</span>')])

    def _gather(self, fold: bs4.Tag) -> None:
        """Move what is folded to the back of the book, if it is a solution or a listing, and say where."""
        match text_of(fold, ".admonition-title").split():
            case ["Solution"]:
                task = fold.find_previous(lambda tag: tag.name == "strong" and tag.get_text()[0].isdigit())
                anchor, heading = f"solution--{self.name}--{len(self.solutions) + 1}", task and task.get_text()
                kept, rank, words = self.solutions, "h3", "Solution"
            case ["Read", module]:
                anchor, heading = f"listing--{Path(module).stem}", module
                kept, rank, words = self.listings, "h2", f"Read {module}"
            case _:
                return
        find(fold, ".admonition-title").decompose()
        fold.replace_with(see(anchor, words))
        kept.append(f'<section id="{anchor}"><{rank}>{heading}</{rank}>{fold.decode_contents()}</section>')

    def _quiz(self, questions: list[dict]) -> bs4.Tag:
        """The questions of a quiz with their options; what each option earns goes to the solutions."""
        asked, answered = "", ""
        for question in questions:
            options = "".join(f"<li>{escape(option)}</li>" for option, _ in question["options"])
            asked += f"<li><p>{escape(question['text'])}</p><ol>{options}</ol></li>"
            answers = [escape(feedback) for _, feedback in question["options"]]
            answers[question["right"]] = f"<b>Right.</b> {answers[question['right']]}"
            answered += f"<li><ol><li>{'</li><li>'.join(answers)}</li></ol></li>"
        anchor = f"answers--{self.name}"
        self.solutions.append(f'<section id="{anchor}"><h3>Quiz</h3><ol class="print-quiz">{answered}</ol></section>')
        return piece(f'<div><ol class="print-quiz">{asked}</ol>{see(anchor, "Answers")}</div>')

    def _where(self, figure: bs4.Tag) -> bs4.Tag:
        """Where the live figure is of which this is the still picture."""
        section = figure.find_parent("section")
        assert section is not None
        words = f"“{text_of(section, 'h1, h2, h3')}”"
        if self.address:
            words = f'<a href="{self.address}#{str(section["id"]).removeprefix(f"{self.name}--")}">{words}</a>'
        return piece(f'<p class="print-see">Live on the page: {words}.</p>')

    def contents(self) -> str:
        """The page's lines in the contents: its title and its sections."""
        sections = self.article.select("section:has(> h2)")
        return entry(self.name, self.title, "print-chapter") + "".join(
            entry(str(section["id"]), text_of(section, "h2"), "print-section") for section in sections
        )

    def solved(self) -> str:
        """The page's part of the solutions."""
        return f"<section><h2>{self.title}</h2>{''.join(self.solutions)}</section>" if self.solutions else ""


def find(tag: bs4.Tag, selector: str) -> bs4.Tag:
    """The first element that a CSS selector finds. Raises ValueError if there is none."""
    found = tag.select_one(selector)
    if found is None:
        raise ValueError(f"No {selector} in {str(tag)[:100]}…")
    return found


def text_of(tag: bs4.Tag, selector: str) -> str:
    """The text of the first element that a CSS selector finds, without the sign that links to it."""
    return find(tag, selector).get_text().removesuffix("#")


def piece(text: str) -> bs4.Tag:
    """An element from its HTML."""
    return find(bs4.BeautifulSoup(text, "html.parser"), "*")


def see(anchor: str, words: str) -> bs4.Tag:
    """A line that says on which page something stands."""
    return piece(f'<p class="print-see"><a href="#{anchor}">{words}: p. {page_of(anchor)}</a></p>')


def page_of(target: str) -> str:
    """The number of the page on which a target stands, filled in when it is known."""
    return f'<span data-page-of="{target}">000</span>'


def entry(target: str, title: str, kind: str) -> str:
    """A line of the contents."""
    return f'<a class="{kind}" href="#{target}"><span>{escape(title)}</span>{page_of(target)}</a>'


if __name__ == "__main__":
    main(sys.argv[1:])
