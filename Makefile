# Everything one types here; `make help` lists it. Needs make and Python 3.11 to 3.13, nothing else.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= auto

UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
LOCKS := requirements/runtime.txt requirements/test.txt requirements/lint.txt
TYPED := fallkonferenz/vault fallkonferenz/access fallkonferenz/actions audit $(wildcard risk)
BACKUPS ?= var/backups
KEY_BACKUPS ?= var/key-backups
# Without a database of somebody's own it is the running demo that is administered.
ADMINISTERED := $(if $(DATABASE_URL)$(DATABASE_URL_FILE),,demo_administer)
# For tools that read the settings without ever connecting.
UNCONNECTED := FALLKONFERENZ_DEMO=1 SECRET_KEY=unconnected DATABASE_URL=postgresql:///unconnected REDIS_URL=redis://unconnected

.DEFAULT_GOAL := help
.PHONY: vectors mutate-risk bench bench-large bench-audit help setup translations demo demo-reset test check lock docs pictures axe-full form-bodies load load-long drill drill-long drill-audit drill-audit-short backup backup-keys restore-check new-kek sbom

help:  ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/installed translations  ## make .venv from the locks and compile the translations

demo: setup  ## run everything with invented data on http://localhost:8000 (PORT= chooses another port)
	@exec $(BIN)/python manage.py demo --port $(PORT)

demo-reset: setup  ## remove the demo's data, keys, logs and mails
	@$(BIN)/python manage.py demo_reset

test: setup  ## run all tests; browser tests only where there is a Chromium
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

check: setup  ## format, lint, types, imports, generated documents and all tests, browsers included
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(UNCONNECTED) $(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports
	$(if $(wildcard fallkonferenz/management/commands/print_docs.py),$(UNCONNECTED) $(BIN)/python manage.py print_docs --check)
	FALLKONFERENZ_BROWSERS=required $(MAKE) test

docs: setup  ## build the handbooks and all other documents as pages in var/site
	@$(BIN)/mkdocs build --strict
	@echo "Open var/site/index.html"

pictures: setup  ## make the pictures of the handbooks anew; look at them before you commit them
	@FALLKONFERENZ_BROWSERS=required FALLKONFERENZ_PICTURES=make $(BIN)/python -m pytest -q tests/handbook

axe-full: setup  ## look at every screen in every width, theme and language (half an hour)
	@FALLKONFERENZ_BROWSERS=required FALLKONFERENZ_SCREENS=full $(BIN)/python -m pytest -n $(JOBS) tests/screens

form-bodies: setup  ## send ten thousand generated bodies to all forms
	@FALLKONFERENZ_FORM_BODIES=10000 $(BIN)/python -m pytest -n $(JOBS) tests/security/test_form_bodies.py

.PHONY: secrets
secrets: setup  ## make the secrets of an installation in ./secrets; what is there stays as it is
	@$(BIN)/python -m fallkonferenz.management.new_secrets secrets

.PHONY: policy
policy: setup  ## print the policy of the log: KEYS=secrets, ORIGIN=name/audit, WITNESS=its lines in a file (NAMES=2 after a restore)
	@$(BIN)/python -m audit.new_policy --origin $(ORIGIN) --log-key $(KEYS)/audit_log_key \
	--instance-key $(KEYS)/audit_instance_key --names $(or $(NAMES),1) $(if $(WITNESS),--witness $(WITNESS))

mutate-risk: .venv-mutate/installed  ## plant mistakes in risk/ and list those that no test notices, with the reason (ten minutes)
	@.venv-mutate/bin/python -m bench.mutations

load: setup .venv-load/installed  ## put sixty people at work on 20,000 cases for a minute (load-long: ten minutes)
	@$(BIN)/python -m drill.load

load-long: setup .venv-load/installed
	@$(BIN)/python -m drill.load --long

drill: setup  ## kill processes and services twenty times under writing users (drill-long: 300 times)
	@$(BIN)/python -m drill.kills

drill-long: setup
	@$(BIN)/python -m drill.kills --long

drill-audit: setup  ## kill the log's processes a hundred times, then read 100,000 hostile files (drill-audit-short: ten kills)
	@$(BIN)/python -m drill.audit --long
	@$(BIN)/python -m drill.hostile 100000

drill-audit-short: setup
	@$(BIN)/python -m drill.audit

vectors: setup  ## the published test vectors of all formats of the log (a few seconds)
	@$(BIN)/python -m pytest -n 0 -q tests/audit/test_format.py tests/audit/test_note.py tests/audit/test_sealing.py tests/audit/test_tree.py

bench: setup  ## measure ratios at 1,000 against 50,000 cases (bench-large: 1,000,000; minutes and gigabytes)
	@$(BIN)/python -m bench small

bench-large: setup
	@$(BIN)/python -m bench large

bench-audit: setup  ## measure what the log costs, and how fast it is checked and read (some minutes)
	@$(BIN)/python -m bench.log

backup: setup  ## back up the database, without keys, into var/backups (BACKUPS= chooses another folder)
	@$(BIN)/python manage.py $(ADMINISTERED) backup --into $(BACKUPS)

backup-keys: setup  ## copy the keys (KEYS=secrets, or the demo's) into var/key-backups (KEY_BACKUPS=), never beside the database
	@$(if $(KEYS),$(UNCONNECTED)) $(BIN)/python manage.py $(if $(KEYS),,$(ADMINISTERED)) backup_keys --into $(KEY_BACKUPS) \
	$(if $(KEYS),--keks $(KEYS)/kek --instance-key $(KEYS)/audit_instance_key --log-key $(KEYS)/audit_log_key \
	--tag-key $(KEYS)/audit_tag_key)

new-kek: setup  ## make a key-encrypting key in KEYS=secrets, named KEK=2027-01; back up the keys afterwards
	@$(UNCONNECTED) $(BIN)/python manage.py new_kek $(KEYS)/kek $(KEK) && chmod a+r $(KEYS)/kek/$(KEK).key

restore-check: setup  ## bring the newest backup back into a second server, check it, forget it
	@$(BIN)/python manage.py demo_administer restore_check --from $(BACKUPS) --keys $(KEY_BACKUPS)

sbom: setup  ## list all parts of the product with their hashes, as CycloneDX, in var/sbom.json
	@mkdir -p var
	@$(UNCONNECTED) $(BIN)/python manage.py sbom var/sbom.json

lock:  ## resolve the dependencies anew (needs uv); LOCK=--upgrade takes the newest
	$(call compile,pyproject.toml,runtime)
	$(call compile,--group test -c requirements/runtime.txt,test)
	$(call compile,--group lint -c requirements/runtime.txt,lint)
	$(call compile,--group load,load)
	$(call compile,--group mutate -c requirements/runtime.txt -c requirements/test.txt,mutate)

# Hashes, but no addresses: which index serves a package is the machine's own affair.
define compile
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links $(LOCK) $(1) -o requirements/$(2).txt
endef

.venv/installed: $(LOCKS)
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=...")'
	@echo "Setting up .venv from the locks; this takes up to a minute, once."
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python "$$(command -v $(PYTHON))" .venv
	@uv pip sync --quiet --require-hashes --python $(BIN)/python $(LOCKS)
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python has no venv module (Debian: apt-get install python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(foreach lock,$(LOCKS),-r $(lock))
endif
	@touch $@

.venv-load/installed: requirements/load.txt
	@echo "Setting up .venv-load from its lock; this takes some seconds, once."
ifdef UV
	@test -x .venv-load/bin/python || uv venv --quiet --python "$$(command -v $(PYTHON))" .venv-load
	@uv pip sync --quiet --require-hashes --python .venv-load/bin/python requirements/load.txt
else
	@test -x .venv-load/bin/python || $(PYTHON) -m venv .venv-load
	@.venv-load/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/load.txt
endif
	@touch $@

.venv-mutate/installed: requirements/mutate.txt
	@echo "Setting up .venv-mutate from its lock; this takes some seconds, once."
ifdef UV
	@test -x .venv-mutate/bin/python || uv venv --quiet --python "$$(command -v $(PYTHON))" .venv-mutate
	@uv pip sync --quiet --require-hashes --python .venv-mutate/bin/python requirements/mutate.txt
else
	@test -x .venv-mutate/bin/python || $(PYTHON) -m venv .venv-mutate
	@.venv-mutate/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutate.txt
endif
	@touch $@

translations: .venv/installed
	@test ! -d locale || $(BIN)/pybabel --quiet compile --domain django --directory locale
