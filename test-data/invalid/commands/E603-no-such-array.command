heddle eval test-data/invalid/commands/E603-no-such-array.json --in A=test-data/invalid/commands/arrays/missing.npy,v=test-data/invalid/commands/arrays/f32-5.npy --out target/out
exit 1
