"""What each channel returns on the results that money is asked to move, and where the next euro would go.

`asked` names the results, `weeks` brings their weeks, `lifts` what measured actions teach, `fitted` makes the document
that is kept, `reading` reads it again, `bounds` says what the plan allows, `moving` proposes and compares splits.
"""
