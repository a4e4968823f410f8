heddle grad test-data/invalid/commands/R703-integers.json
exit 1
