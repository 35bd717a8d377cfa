"""`python -m diary.cli` is `kith`."""

from diary.cli import main

if __name__ == "__main__":
    main()
