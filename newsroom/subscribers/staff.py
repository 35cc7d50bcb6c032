"""The names of the staff's groups, as operators and publishers write them; what each may do is the roof's table."""

REPORTER = "Reporter"
EDITOR = "Editor"
MODERATOR = "Moderator"
CHIEF_MODERATOR = "Chief moderator"
PUBLISHER = "Publisher"

STAFF_GROUPS = (REPORTER, EDITOR, MODERATOR, CHIEF_MODERATOR, PUBLISHER)
