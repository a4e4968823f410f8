heddle eval test-data/invalid/commands/S824-large-output.json --in a=test-data/invalid/commands/arrays/f32-500.npy,b=test-data/invalid/commands/arrays/f32-500.npy --memory 1MiB --out target/out
exit 1
