"""The sections of Settings, one file each. A section shows what holds, keeps a change at once and
says beside the field why something can't be taken. What a setting means is the diary's."""
