"""What each channel returns, jointly: carry-over, saturation and season told apart by a light Bayesian fit.

`question` holds the weeks and the tests, `prior` what is believed before them, `noise` how weeks depend on one another,
`particles` the draws and their moves, `fitting` the way from prior to posterior, `answer` what may be said of it.
"""
