// C: kernel C, each group 256 threads
//   axes     i: 1000 in blocks of 64, j: 1024 in blocks of 64, k: 500 in blocks of 32
//   labels   g_i=64, g_j=64, s_k=32
//   moves    64768000 bytes from global memory, 4096000 to it (predicted)
//   shared   17920 bytes per group
//   arrays   must start at multiples of 16 bytes

typedef union { float4 all; float at[4]; } f32x4;

enum { threads = 256 };
enum { i_size = 1000 };
enum { i_tile = 64 };
enum { j_size = 1024 };
enum { j_tile = 64 };
enum { j_blocks = 16 };
enum { k_size = 500 };
enum { k_tile = 32 };
enum { k_blocks = 16 };

__attribute__((reqd_work_group_size(256, 1, 1)))
kernel void C(global const float *restrict A, global const float *restrict B, global float *restrict C) {
    local float A_tile[64][36];  // A[i, k]: a block of A
    local float B_tile[32][68];  // B[k, j]: a block of B
    float C_tile[4][4];  // C[i, j] in registers: running sum of C
    const int thread = (int) get_local_id(0);
    const int group = (int) get_group_id(0);
    const int j_first = (group % j_blocks) * j_tile;
    const int i_first = (group / j_blocks) * i_tile;
    const int i_count = min(i_tile, i_size - i_first);

    // C[i, j] ← 0: running sum of C
    #pragma unroll
    for (int i_i = 0; i_i < 4; ++i_i) {
        #pragma unroll
        for (int j_i = 0; j_i < 4; ++j_i) {
            C_tile[i_i][j_i] = 0.0f;
        }
    }

    for (int k_block = 0; k_block < k_blocks; ++k_block) {
        const int k_first = k_block * k_tile;
        const int k_count = min(k_tile, k_size - k_first);

        barrier(CLK_LOCAL_MEM_FENCE);

        // A[i, k] ← load A[i, k]
        const long A_base = (long) i_first * k_size + k_first;
        for (int piece = thread; piece < 512; piece += threads) {
            const int i = piece / 8, k_0 = piece % 8 * 4;
            if (i < i_count && k_0 < k_count) {
                const f32x4 A_row = { .all = *(global const float4 *) &A[A_base + i * k_size + k_0] };
                #pragma unroll
                for (int k_i = 0; k_i < 4; ++k_i) {
                    const int k = k_0 + k_i;
                    A_tile[i][k] = A_row.at[k_i];
                }
            }
        }

        // B[k, j] ← load B[k, j]
        const long B_base = (long) k_first * j_size + j_first;
        for (int piece = thread; piece < 512; piece += threads) {
            const int k = piece / 16, j_0 = piece % 16 * 4;
            if (k < k_count) {
                const f32x4 B_row = { .all = *(global const float4 *) &B[B_base + k * j_size + j_0] };
                #pragma unroll
                for (int j_i = 0; j_i < 4; ++j_i) {
                    const int j = j_0 + j_i;
                    B_tile[k][j] = B_row.at[j_i];
                }
            }
        }

        barrier(CLK_LOCAL_MEM_FENCE);

        // C[i, j] ⊕= sum over k of A * B   (for C)
        {
            const int i_0 = thread / 16 * 4, j_0 = thread % 16 * 4;
            #pragma unroll 4
            for (int k = 0; k < k_count; ++k) {
                #pragma unroll
                for (int i_i = 0; i_i < 4; ++i_i) {
                    const int i = i_0 + i_i;
                    #pragma unroll
                    for (int j_i = 0; j_i < 4; ++j_i) {
                        const int j = j_0 + j_i;
                        C_tile[i_i][j_i] = fma(A_tile[i][k], B_tile[k][j], C_tile[i_i][j_i]);
                    }
                }
            }
        }
    }

    barrier(CLK_LOCAL_MEM_FENCE);

    // C[i, j] ← store C
    const long C_base = (long) i_first * j_size + j_first;
    {
        const int i_0 = thread / 16 * 4, j_0 = thread % 16 * 4;
        #pragma unroll
        for (int i_i = 0; i_i < 4; ++i_i) {
            const int i = i_0 + i_i;
            #pragma unroll
            for (int j_i = 0; j_i < 4; ++j_i) {
                const int j = j_0 + j_i;
                if (i < i_count) {
                    C[C_base + i * j_size + j] = C_tile[i_i][j_i];
                }
            }
        }
    }
}
