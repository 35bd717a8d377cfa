"""The fixtures of an open diary."""

from tests.diaries import clock, diary, make_device, make_diary

__all__ = ["clock", "diary", "make_device", "make_diary"]
