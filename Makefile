# Two commands are all a newcomer needs: `make run` and `make test`.

PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=

# Without kept bytecode every process of the tests compiles all modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check format map texts messages openapi lock prove bench demo clean help

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/ready: requirements-standalone.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新版本(可用 make PYTHON=python3.12 指定)/ Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-standalone.lock
	@touch $@

run: .venv/ready ## the whole product on this machine; ARGS="--port 9100 --data DIR"
	@exec $(PY) -m server up $(ARGS)

demo: .venv/ready ## drives the whole story against the running product
	@$(PY) -m server demo $(ARGS)

test: .venv/ready ## all tests, on servers of their own
	$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder tests

check: .venv/ready ## lint, types, import contracts, the map, sizes, migration drift
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m tests.architecture.architecture_map --check
	$(PY) -m tests.architecture.texts_page --check
	$(PY) -m tests.architecture.messages_page --check
	$(PY) -m pytest -q -p no:cacheprovider tests/architecture/test_sizes.py tests/architecture/test_borders.py tests/architecture/test_migrations.py

format: .venv/ready ## put the code into shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

map: .venv/ready ## docs/architecture.md from docstrings and imports
	$(PY) -m tests.architecture.architecture_map

texts: .venv/ready ## docs/texts.md, every refusal and message that people read
	$(PY) -m tests.architecture.texts_page

messages: .venv/ready ## docs/messages.md: every event, who is told, how, in which words, how long
	$(PY) -m tests.architecture.messages_page

openapi: .venv/ready ## docs/openapi.json, the API's contract, from the routes
	$(PY) -m tests.architecture.api_document

LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header pyproject.toml

lock: .venv/ready ## both locks from pyproject.toml; ARGS="--upgrade" takes newer versions
	$(LOCK) --output-file requirements.lock $(ARGS)
	$(LOCK) --all-extras --constraint requirements.lock --output-file requirements-standalone.lock $(ARGS)

bench: .venv/ready ## figures, each against a peer in the same run
	$(PY) -m bench $(ARGS)

prove: .venv/ready ## what takes longer than a test may: the same tests, with many more random cases
	HYPOTHESIS_PROFILE=prove $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder tests

clean: ## away with the environment; data in var/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
