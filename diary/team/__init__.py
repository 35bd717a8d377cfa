"""Who may write and read what: devices and their keys, the signed directory, stream keys, the
founding of a team of one. Pure: bytes in, verified objects out. Keeping the bytes is the store's
affair, sealing changes for the road is `sync`'s; nothing here knows a record type."""
