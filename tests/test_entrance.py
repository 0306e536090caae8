"""What meets those who come to the repository: files that other programs read, and what the README points to."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib
import yaml
from conftest import ROOT


@pytest.mark.parametrize(
    ("files", "schema"),
    [
        ("CITATION.cff", "citation-file-format"),
        (".github/workflows/*.yml", "github-workflows"),
        (".github/ISSUE_TEMPLATE/[!c]*.yml", "github-issue-forms"),
        (".github/ISSUE_TEMPLATE/config.yml", "github-issue-config"),
    ],
)
def test_files_for_github_and_for_citing_are_valid(files: str, schema: str) -> None:
    paths = [str(path) for path in ROOT.glob(files)]
    assert paths
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *paths]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_publishes_what_ci_has_checked_and_built() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "book.yml").read_text("utf-8"))
    check, publish = workflow["jobs"]["check"], workflow["jobs"]["publish"]
    assert [step["run"] for step in check["steps"] if "run" in step] == ["bash .ci/run"]
    assert check["steps"][-1]["with"]["path"] == "_build/html"
    assert publish["needs"] == "check"


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == version
    assert f"\n## [{version}] - {citation['date-released']}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def pins(path: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==[\w.]+", (ROOT / path).read_text("utf-8"), flags=re.MULTILINE))


def test_binder_installs_the_versions_that_the_tests_run() -> None:
    binder = {pin.replace("tensorflow-cpu", "tensorflow") for pin in pins("binder/requirements.txt")}
    assert binder <= pins("requirements.txt")
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split("[<>=]", need)[0] for need in needed} <= {pin.split("=")[0] for pin in binder}
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_is_pointed_to_is_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    prose = re.sub(r"`[^`\n]+`", "", text)  # what stands in code is an example
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]
    named = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    for target in [*links, *named]:
        assert (ROOT / target).exists(), target
