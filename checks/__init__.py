"""The rules by area; `regenlint.registry` lists the areas and loads them."""
