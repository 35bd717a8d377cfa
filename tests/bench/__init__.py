"""What the program costs, beside what a plain way of doing the same costs on the same machine in
the same minute. `make bench` prints the table; nothing in here decides whether a test passes."""
