"""The vault: from a folder and a passphrase to keys, sealed attachments and backups. The store is
built on this room; nothing here knows a record, a change or SQL beyond opening and copying."""
