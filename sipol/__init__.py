"""Sipol, a register of political parties."""
