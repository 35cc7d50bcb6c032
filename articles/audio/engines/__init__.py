"""The engines: each a class that says a sentence, loaded in a voice's own process alone."""
