"""Practice: what the field knows, as pure functions. Deadlines, what is due, gaps, lateness: facts
in, plain frozen answers out. Nothing here reads a vault, a clock or a network; the only files are
the bundled rows under `resources/`, read once. Times come in aware and leave in UTC."""
