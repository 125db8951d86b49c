"""A made-up job hunt of three weeks, played through the real mailbox, store, rules and calendar."""
