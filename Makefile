# Every target is one line: the work is done by packaging/dev.py, which is the same on Windows.
PYTHON ?= python3
DEV = $(PYTHON) packaging/dev.py

.PHONY: setup demo run test check bench kill-long fuzz clean

demo:
	@$(DEV) demo

setup:
	@$(DEV) setup

run:
	@$(DEV) run

test:
	@$(DEV) test

check:
	@$(DEV) check

bench:
	@$(DEV) bench

kill-long:
	@$(DEV) kill-long

fuzz:
	@$(DEV) fuzz

clean:
	@$(DEV) clean
