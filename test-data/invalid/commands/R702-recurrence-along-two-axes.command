heddle grad test-data/invalid/commands/R702-recurrence-along-two-axes.json
exit 1
