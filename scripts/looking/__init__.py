"""Photographs of every page, to be looked at by a person: contact sheets and the guide's pictures."""
