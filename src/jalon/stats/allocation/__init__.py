"""Where the next euro goes: a total split over channels under their bounds and their areas', and how sure the move is.

`budget` says what is allowed and names what cannot hold together, `curves` what each spend would bring, `optimum` finds
the best split, `prices` says what holds each channel, `proposal` puts them together beside the split of today.
"""
