"""The ground every room stands on: ids, doors, rules, facts, live pokes, promises about data.

Knows no noun of the field: nothing here can name what members do.
"""
