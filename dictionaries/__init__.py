"""Words as data, read by `regenlint.lexicon`."""
