heddle eval test-data/invalid/commands/E611-promise-not-kept.json --in A=test-data/invalid/commands/arrays/f32-nan-3x3.npy --out target/out
exit 1
