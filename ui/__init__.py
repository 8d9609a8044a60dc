"""The window: a thin skin over the Workspace that shows frozen rows and asks questions."""
