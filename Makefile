# What a newsroom types. Everything runs in .venv, which the first target called makes with the Python it finds.

BIND ?= 127.0.0.1:8000
ARGS ?=

VENV := .venv
STAMP := $(VENV)/.installed
RUN := $(VENV)/bin/
# On every core; who has nothing left to do takes over from who has most, for some tests last as long as hundreds.
PYTEST := $(RUN)pytest -n auto --dist worksteal
# Named first: what the project is tried with. A version manager's shim may stand for a Python that is not there, or
# for an older one, so each candidate is asked rather than believed.
PYTHONS := python3.13 python3.14 python3.12 python3.15 python3 python \
	$(sort $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python3))
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 12))
HAS_VENV := import ensurepip, venv
HAS_PIP := import pip, sys; sys.exit(sys.version_info < (3, 12))

.PHONY: help install demo test check bench messages
help:
	@echo "make demo      the site with its demonstration edition, on $(BIND)"
	@echo "make test      the tests, on SQLite and, where one is named, on PostgreSQL; ARGS='-k wall' picks some"
	@echo "make check     lint, format, types, import contracts"
	@echo "make bench     answers a second, with a thousand comments and a million; ARGS='--sizes 1000 10000' with fewer"
	@echo "make messages  the French catalogue, brought up to date and compiled (needs gettext)"
	@echo "make install   .venv alone"

install: $(STAMP)

$(STAMP): requirements.txt
	@if ! $(RUN)python -c '$(HAS_PIP)' >/dev/null 2>&1; then \
		for python in $(PYTHONS); do \
			if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Python 3.12 or newer is needed (found: $$(python3 --version 2>/dev/null || echo none))." >&2; exit 1; \
		fi; \
		if ! $$found -c '$(HAS_VENV)' 2>/dev/null; then \
			echo "$$($$found --version) lacks its venv module (Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; \
		fi; \
		echo "$$($$found --version): making $(VENV) (a minute at most)"; \
		$$found -m venv --clear $(VENV) || exit 1; \
	fi
	@$(RUN)python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

# Its own name and the address it is on, unless the environment or .env says otherwise.
ifeq ($(shell grep -s '^NEWSROOM_NAME=' .env),)
demo: export NEWSROOM_NAME ?= Le Courrier du Confluent
endif
ifeq ($(shell grep -s '^NEWSROOM_ADDRESS=' .env),)
demo: export NEWSROOM_ADDRESS ?= http://$(BIND)
endif
ifeq ($(shell grep -s '^NEWSROOM_PAYMENT=' .env),)
demo: export NEWSROOM_PAYMENT ?= test
endif
demo: install
	@$(RUN)python manage.py migrate --verbosity 0
	@$(RUN)python manage.py collectstatic --noinput --verbosity 0
	@$(RUN)python manage.py demo
	@exec $(RUN)python manage.py serve --bind $(BIND)

# A DATABASE_URL of the operator's is not for tests: each run names its own database, an empty one is SQLite.
# Dozens of Pythons start in a run: they find the project compiled, whatever the machine wants of those it starts.
test: export PYTHONDONTWRITEBYTECODE :=
test: install
	DATABASE_URL= $(PYTEST) $(ARGS)
ifneq ($(strip $(NEWSROOM_TEST_POSTGRES)),)
	DATABASE_URL="$$NEWSROOM_TEST_POSTGRES" $(PYTEST) -m "not once" $(ARGS)
else ifneq ($(filter postgresql,$(NEWSROOM_TEST_REQUIRE)),)
	@echo "PostgreSQL: required, but NEWSROOM_TEST_POSTGRES names no server." >&2; exit 1
else
	@echo "PostgreSQL: not tried. NEWSROOM_TEST_POSTGRES=postgres://user:password@host/name make test tries it."
endif

check: install
	$(RUN)ruff check
	$(RUN)ruff format --check
	$(RUN)mypy
	$(RUN)lint-imports --no-logo

# Minutes, and figures: nothing here passes or fails. DATABASE_URL names the server where it is not SQLite.
bench: install
	$(RUN)python -m tests.benchmarks.pages $(ARGS)

messages: install
	@command -v xgettext >/dev/null || { echo "gettext is needed (Debian and Ubuntu: apt install gettext)." >&2; exit 1; }
	$(RUN)python manage.py makemessages --locale fr --no-wrap --add-location file --ignore var --ignore tests
	$(RUN)python manage.py compilemessages --ignore $(VENV) --ignore var
