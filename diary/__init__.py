"""The diary: everything that is true without a screen. No Qt in here, ever."""
