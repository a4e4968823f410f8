heddle eval test-data/invalid/commands/E601-no-array.json --in A=test-data/invalid/commands/arrays/f32-3x5.npy --out target/out
exit 1
