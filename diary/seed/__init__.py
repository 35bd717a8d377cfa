"""Believable synthetic records, as many as asked for, the same for the same seed: for trying the
program out, for measuring it, never for a real diary. Everybody in them is invented. They go in
through the same door as what a worker writes; the words come from `resources/seed`."""

from diary.seed.history import seed

__all__ = ["seed"]
