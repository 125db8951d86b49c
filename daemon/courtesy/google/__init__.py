"""Google: the owner's account there, and calls of its APIs with faults told as the rest of the program tells them.

Known to the mailbox, the calendar and the drafts at Google alike, so it knows none of them, nor the configuration.
Which scope allows which call is in the API's own description, which comes with google-api-python-client; so
calendar.app.created may make a calendar and keep its entries, but not list the calendars there are.

`sign_in` asks the owner, in the name of his OAuth `client`, for the `scopes`; his browser comes back by `redirect`, and
what he allowed is kept in a `token`. The `account` has `access` by it, and makes `calls`, over the `transport`; `reach`
is the TLS of all of them.
"""
