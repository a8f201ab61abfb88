"""How the house looks and sounds: layouts, components, tokens, elements, the words for times and names.

Components take plain values and know no rows. Never loads anything from another origin, never needs a script.
"""
