"""Rules of the directory as pure calculations: schedule, freshness, consent, eligibility, fee."""
