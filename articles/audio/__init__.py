"""The article read aloud: the words that are spoken, the voices that speak them, the sound that comes of it.

Nothing here asks the database, and nothing imports Django: a voice is a process of its own, which these modules fill.
"""
