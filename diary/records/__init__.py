"""One file per record type. Importing this package makes every kind known to the registry."""

from diary.records import note, young_person

__all__ = ["note", "young_person"]
