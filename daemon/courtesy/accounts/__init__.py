"""What lets the program into the owner's accounts: his passwords, his sign-in at Google, and who his provider is.

`passwords` tells where each comes from, and `keychain` asks the desktop's keyring by way of `keyring_child`; `google`
is the account at Google as the configuration describes it; `providers` knows the servers of well-known addresses,
which stand in providers.toml.
"""
