"""The check that refuses whatever could write text of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECK = Path(".ci", "no_generated_text.py")

# In two pieces, so that the check does not find them here.
HOST = "https://api." + "openai.com/v1"
TASK = "text-" + "generation"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository that is clean."""
    (tmp_path / CHECK.parent).mkdir()
    shutil.copy(ROOT / CHECK, tmp_path / CHECK)
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = [\n    "rich>=13",\n]\n')
    (tmp_path / "constraints.txt").write_text("rich==15.0.0\nsentence-transformers==6.2.0\n")
    (tmp_path / "code.py").write_text("from sentence_transformers import SentenceTransformer\n")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    return tmp_path


def check(tree: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, str(tree / CHECK)], capture_output=True, text=True, check=False)


def test_this_tree_generates_nothing() -> None:
    ran = check(ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_clean_tree_passes(tree: Path) -> None:
    assert check(tree).returncode == 0


@pytest.mark.parametrize(
    "line",
    [
        "from transformers import AutoModelForCausalLM",
        "import transformers\n\nmodel = transformers.AutoModelForSeq2SeqLM",
        "import openai",
        "import google.generativeai",
        "from llama_index.core import VectorStoreIndex",
        "from langchain.chains import RetrievalQA",
        "model = None\nmodel.generate()",
        f"from transformers import pipeline\n\nwriter = pipeline('{TASK}')",
        f"URL = '{HOST}/chat'",
    ],
)
def test_planted_code_is_found_with_its_file_and_line(tree: Path, line: str) -> None:
    (tree / "planted.py").write_text(line + "\n")
    ran = check(tree)
    assert ran.returncode == 1
    assert f"planted.py:{len(line.splitlines())}: " in ran.stderr


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
@pytest.mark.parametrize("package", ["openai", "langchain-core", "llama-cpp-python", "vllm", "google-genai"])
def test_a_planted_package_is_found(tree: Path, name: str, package: str) -> None:
    pin = f'    "{package}>=1",\n' if name == "pyproject.toml" else f"{package}==1.0\n"
    with (tree / name).open("a") as file:
        file.write(pin)
    ran = check(tree)
    assert ran.returncode == 1
    assert f"{name}:" in ran.stderr and package in ran.stderr
