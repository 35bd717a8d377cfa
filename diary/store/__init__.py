"""The only SQL on the device: the log, its merge, the tables made from it, and the search."""
