"""Trẻ trong địa bàn: the villages and their children, one child, who is which pupil, the rates."""

from sisoho.schools.routes.area import children, imports, listing, matching, mobilisation

__all__ = ["children", "imports", "listing", "matching", "mobilisation"]
