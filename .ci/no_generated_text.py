"""Refuse anything that could generate text: Dateline shows only what was published.

Looks at the pinned packages and at every name that the code uses. Exits with 1 and says what it found.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Packages whose purpose is to call or run a language model that writes.
PACKAGES = re.compile(
    r"^(openai|anthropic|cohere|mistralai|groq|ollama|litellm|google-(generativeai|genai)|llama[-_].*|llama-cpp-python|"
    r"vllm|ctransformers|gpt4all|langchain.*|llama-index.*|haystack.*|farm-haystack|guidance|outlines|dspy.*|autogen.*|"
    r"replicate|together|text-generation|exllama.*|optimum.*|peft|trl|txtai|rwkv|mlx-lm)\b",
    re.IGNORECASE,
)

# What one would use of the model libraries that are installed for embeddings.
NAMES = re.compile(
    r"^(AutoModelFor(CausalLM|Seq2SeqLM|Vision2Seq|ImageTextToText)|\w*LMHeadModel|\w*ForCausalLM|"
    r"\w*ForConditionalGeneration|TextGenerationPipeline|Text2TextGenerationPipeline|TextIteratorStreamer|"
    r"GenerationConfig|GenerationMixin|SummarizationPipeline|generate|generate_text|chat_completion|completions)$"
)
TASKS = re.compile(r"^(text-generation|text2text-generation|summarization|translation\w*|conversational)$")
HOSTS = re.compile(r"api\.(openai|anthropic|cohere|mistral|groq|together)\b|generativelanguage\.googleapis")

HERE = Path(__file__).resolve()


def main() -> int:
    """Print every finding; the exit status."""
    root = HERE.parent.parent
    findings = [*_packages(root), *(finding for path in _sources(root) for finding in _in_source(path))]
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    if findings:
        sys.stderr.write("Dateline generates no text: see docs/decisions/0001-no-generated-text.md\n")
    return 1 if findings else 0


def _packages(root: Path) -> Iterator[str]:
    for name in ("constraints.txt", "pyproject.toml"):
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            word = line.strip().strip('",')
            if PACKAGES.match(word):
                yield f"{name}:{number}: {word} generates text"


def _sources(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := root / line).resolve() != HERE and path.exists()]


def _in_source(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        for word in _words(node):
            if _generates(node, word):
                yield f"{path.name}:{getattr(node, 'lineno', 0)}: {word} generates text"


def _generates(node: ast.AST, word: str) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return bool(NAMES.match(word) or PACKAGES.match(word.replace(".", "-")))
        case ast.Constant():
            return bool(TASKS.match(word) or HOSTS.search(word))
        case _:
            return bool(NAMES.match(word))


def _words(node: ast.AST) -> Iterator[str]:
    """The names that a node uses, and the strings that could name a task or a host."""
    match node:
        case ast.Attribute(attr=word) | ast.Name(id=word):
            yield word
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names):
            yield from (module or "", *(alias.name for alias in names))
        case ast.Constant(value=str() as word) if len(word) < 200:
            yield word


if __name__ == "__main__":
    sys.exit(main())
