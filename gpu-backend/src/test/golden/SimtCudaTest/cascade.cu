// O: kernel O, each group 256 threads
//   axes     q: 1000 in blocks of 64, x: 1100 in blocks of 64, d: 64, e: 64
//   labels   g_q=64, s_x=64, g_e=64
//   moves    2867200 bytes from global memory, 128000 to it (predicted)
//   shared   87296 bytes per group
//   arrays   must start at multiples of 16 bytes

#include <cuda_fp16.h>
#ifndef INFINITY  // run-time compilation has no <math.h>
#define INFINITY __int_as_float(0x7f800000)
#define NAN __int_as_float(0x7fffffff)
#endif
struct __align__(16) f16x8 { __half at[8]; };
struct __align__(8) f16x4 { __half at[4]; };
static __device__ __forceinline__ float max_f32(float a, float b) { return a > b || a != a ? a : b; }  // a NaN wins

constexpr int threads = 256;
constexpr int q_size = 1000;
constexpr int q_tile = 64;
constexpr int x_size = 1100;
constexpr int x_tile = 64;
constexpr int x_blocks = 18;
constexpr int d_size = 64;
constexpr int e_size = 64;

extern "C" __global__ void __launch_bounds__(threads, 1)
O(const __half *__restrict__ Q, const __half *__restrict__ K, const __half *__restrict__ V, __half *__restrict__ O) {
    extern __shared__ __align__(16) unsigned char shared[];
    float (&m)[64] = *reinterpret_cast<float (*)[64]>(shared + 0);  // m[q]: running max of m
    float (&z)[64] = *reinterpret_cast<float (*)[64]>(shared + 256);  // z[q]: running sum of z, then 1 / z
    float (&m_before)[64] = *reinterpret_cast<float (*)[64]>(shared + 512);  // m_before[q]: m before the block
    float (&Q_tile)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 768);  // Q[q, d]: a block of Q
    float (&K_tile)[64][64] = *reinterpret_cast<float (*)[64][64]>(shared + 18176);  // K[x, d]: a block of K; column x stands at x ^ (d / 8 % 8 * 4), so that the transposing stores meet no bank twice
    float (&where_S)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 34560);  // where_S[q, x]: where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf)
    float (&where_m)[64] = *reinterpret_cast<float (*)[64]>(shared + 51968);  // where_m[q]: where(m == -inf, 0, m)
    float (&exp_m_before)[64] = *reinterpret_cast<float (*)[64]>(shared + 52224);  // exp_m_before[q]: exp(m before - where(m == -inf, 0, m))
    float (&exp_S)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 52480);  // exp_S[q, x]: exp(where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf) - where(m == -inf, 0, m))
    float (&V_tile)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 69888);  // V[x, e]: a block of V
    float O_t[4][4];  // O_t[q, e] in registers: running sum of O_t, then O
    float S[4][4];  // S[q, x] in registers: S
    const int thread = threadIdx.x;
    const int group = blockIdx.x;
    const int q_first = group * q_tile;
    const int q_count = min(q_tile, q_size - q_first);

    // m[q] ← -inf: running max of m
    for (int q = thread; q < q_count; q += threads) {
        m[q] = -INFINITY;
    }

    // z[q] ← 0: running sum of z, then 1 / z
    for (int q = thread; q < q_count; q += threads) {
        z[q] = 0.0f;
    }

    // O_t[q, e] ← 0: running sum of O_t, then O
    #pragma unroll
    for (int q_i = 0; q_i < 4; ++q_i) {
        #pragma unroll
        for (int e_i = 0; e_i < 4; ++e_i) {
            O_t[q_i][e_i] = 0.0f;
        }
    }

    // Q[q, d] ← load Q[q, d]
    const long Q_base = (long) q_first * d_size;
    for (int piece = thread; piece < 512; piece += threads) {
        const int q = piece / 8, d_0 = piece % 8 * 8;
        if (q < q_count) {
            const f16x8 Q_row = *reinterpret_cast<const f16x8 *>(&Q[Q_base + q * d_size + d_0]);
            #pragma unroll
            for (int d_i = 0; d_i < 8; ++d_i) {
                const int d = d_0 + d_i;
                Q_tile[q][d] = __half2float(Q_row.at[d_i]);
            }
        }
    }

    const int x_end = min(x_blocks, (q_first + 63 + 100 + 64) / x_tile);
    for (int x_block = 0; x_block < x_end; ++x_block) {
        const int x_first = x_block * x_tile;
        const int x_count = min(x_tile, x_size - x_first);
        const bool x_full = x_first + 63 <= q_first + 100;  // #x <= #q + |x| - |q| in the whole block

        // m_before[q] ← m   (m before the block)
        for (int q = thread; q < q_count; q += threads) {
            m_before[q] = m[q];
        }

        // K[x, d] ← load K[x, d]
        const long K_base = (long) x_first * d_size;
        for (int piece = thread; piece < 512; piece += threads) {
            const int x = piece / 8, d_0 = piece % 8 * 8;
            if (x < x_count) {
                const f16x8 K_row = *reinterpret_cast<const f16x8 *>(&K[K_base + x * d_size + d_0]);
                #pragma unroll
                for (int d_i = 0; d_i < 8; ++d_i) {
                    const int d = d_0 + d_i;
                    K_tile[d][x ^ (d / 8 % 8 * 4)] = __half2float(K_row.at[d_i]);
                }
            }
        }

        __syncthreads();

        // S[q, x] = sum over d of Q * K   (for S)
        {
            const int q_0 = thread / 16 * 4, x_0 = thread % 16 * 4;
            #pragma unroll
            for (int q_i = 0; q_i < 4; ++q_i) {
                #pragma unroll
                for (int x_i = 0; x_i < 4; ++x_i) {
                    S[q_i][x_i] = 0.0f;
                }
            }
            #pragma unroll 4
            for (int d = 0; d < d_size; ++d) {
                #pragma unroll
                for (int q_i = 0; q_i < 4; ++q_i) {
                    const int q = q_0 + q_i;
                    #pragma unroll
                    for (int x_i = 0; x_i < 4; ++x_i) {
                        S[q_i][x_i] = fmaf(Q_tile[q][d], K_tile[d][(x_0 ^ (d / 8 % 8 * 4)) + x_i], S[q_i][x_i]);
                    }
                }
            }
        }

        if (x_full) {
            // where_S[q, x] ← where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf)
            {
                const int q_0 = thread / 16 * 4, x_0 = thread % 16 * 4;
                #pragma unroll
                for (int q_i = 0; q_i < 4; ++q_i) {
                    const int q = q_0 + q_i;
                    #pragma unroll
                    for (int x_i = 0; x_i < 4; ++x_i) {
                        const int x = x_0 + x_i;
                        if (q < q_count && x < x_count) {
                            where_S[q][x] = S[q_i][x_i] * 0.125f;
                        }
                    }
                }
            }
        }
        else {
            // where_S[q, x] ← where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf)
            {
                const int q_0 = thread / 16 * 4, x_0 = thread % 16 * 4;
                #pragma unroll
                for (int q_i = 0; q_i < 4; ++q_i) {
                    const int q = q_0 + q_i;
                    #pragma unroll
                    for (int x_i = 0; x_i < 4; ++x_i) {
                        const int x = x_0 + x_i;
                        if (q < q_count && x < x_count) {
                            where_S[q][x] = x_first + x <= q_first + q + 1100 - 1000 ? S[q_i][x_i] * 0.125f : -INFINITY;
                        }
                    }
                }
            }
        }

        __syncthreads();

        // m[q] ⊕= max over x of where_S   (for m)
        {
            const int member = thread % 4;
            const int q = thread / 4;
            const bool active = q < q_count;
            float m_part = -INFINITY;
            if (active) {
                for (int x = member; x < x_count; x += 4) {
                    m_part = max_f32(m_part, where_S[q][x]);
                }
            }
            #pragma unroll
            for (int step = 2; step > 0; step /= 2) {
                m_part = max_f32(m_part, __shfl_xor_sync(0xffffffffu, m_part, step));
            }
            if (active && member == 0) {
                m[q] = max_f32(m[q], m_part);
            }
        }

        __syncthreads();

        // where_m[q] ← where(m == -inf, 0, m)
        for (int q = thread; q < q_count; q += threads) {
            where_m[q] = m[q] == -INFINITY ? 0.0f : m[q];
        }

        // exp_m_before[q] ← exp(m_before - where_m)   (exp(m before - where(m == -inf, 0, m)))
        for (int q = thread; q < q_count; q += threads) {
            exp_m_before[q] = expf(m_before[q] - where_m[q]);
        }

        // z[q] ← z * exp_m_before   (rebased: the state it was accumulated under has moved)
        for (int q = thread; q < q_count; q += threads) {
            z[q] = z[q] * exp_m_before[q];
        }

        __syncthreads();

        // exp_S[q, x] ← exp(where_S - where_m)   (exp(where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf) - where(m == -inf, 0, m)))
        for (int piece = thread; piece < 1024; piece += threads) {
            const int q = piece / 16, x_0 = piece % 16 * 4;
            #pragma unroll
            for (int x_i = 0; x_i < 4; ++x_i) {
                const int x = x_0 + x_i;
                if (q < q_count && x < x_count) {
                    exp_S[q][x] = expf(where_S[q][x] - where_m[q]);
                }
            }
        }

        __syncthreads();

        // z[q] ⊕= sum over x of exp_S   (for z)
        {
            const int member = thread % 4;
            const int q = thread / 4;
            const bool active = q < q_count;
            float z_part = 0.0f;
            if (active) {
                for (int x = member; x < x_count; x += 4) {
                    z_part = z_part + exp_S[q][x];
                }
            }
            #pragma unroll
            for (int step = 2; step > 0; step /= 2) {
                z_part = z_part + __shfl_xor_sync(0xffffffffu, z_part, step);
            }
            if (active && member == 0) {
                z[q] = z[q] + z_part;
            }
        }

        // O_t[q, e] ← O_t * exp_m_before   (rebased: the state it was accumulated under has moved)
        {
            const int q_0 = thread / 16 * 4;
            #pragma unroll
            for (int q_i = 0; q_i < 4; ++q_i) {
                const int q = q_0 + q_i;
                #pragma unroll
                for (int e_i = 0; e_i < 4; ++e_i) {
                    O_t[q_i][e_i] = O_t[q_i][e_i] * exp_m_before[q];
                }
            }
        }

        // V[x, e] ← load V[x, e]
        const long V_base = (long) x_first * e_size;
        for (int piece = thread; piece < 512; piece += threads) {
            const int x = piece / 8, e_0 = piece % 8 * 8;
            if (x < x_count) {
                const f16x8 V_row = *reinterpret_cast<const f16x8 *>(&V[V_base + x * e_size + e_0]);
                #pragma unroll
                for (int e_i = 0; e_i < 8; ++e_i) {
                    const int e = e_0 + e_i;
                    V_tile[x][e] = __half2float(V_row.at[e_i]);
                }
            }
        }

        __syncthreads();

        // O_t[q, e] ⊕= sum over x of exp_S * V   (for O_t)
        {
            const int q_0 = thread / 16 * 4, e_0 = thread % 16 * 4;
            #pragma unroll 4
            for (int x = 0; x < x_count; ++x) {
                #pragma unroll
                for (int q_i = 0; q_i < 4; ++q_i) {
                    const int q = q_0 + q_i;
                    #pragma unroll
                    for (int e_i = 0; e_i < 4; ++e_i) {
                        const int e = e_0 + e_i;
                        O_t[q_i][e_i] = fmaf(exp_S[q][x], V_tile[x][e], O_t[q_i][e_i]);
                    }
                }
            }
        }
    }

    // z[q] ← 1 / z   (running sum of z, then 1 / z)
    for (int q = thread; q < q_count; q += threads) {
        z[q] = 1.0f / z[q];
    }

    __syncthreads();

    // O_t[q, e] ← z * O_t   (running sum of O_t, then O)
    {
        const int q_0 = thread / 16 * 4;
        #pragma unroll
        for (int q_i = 0; q_i < 4; ++q_i) {
            const int q = q_0 + q_i;
            #pragma unroll
            for (int e_i = 0; e_i < 4; ++e_i) {
                O_t[q_i][e_i] = z[q] * O_t[q_i][e_i];
            }
        }
    }

    // O[q, e] ← store O_t
    const long O_base = (long) q_first * e_size;
    {
        const int q_0 = thread / 16 * 4, e_0 = thread % 16 * 4;
        #pragma unroll
        for (int q_i = 0; q_i < 4; ++q_i) {
            const int q = q_0 + q_i;
            if (q < q_count) {
                f16x4 O_row;
                #pragma unroll
                for (int e_i = 0; e_i < 4; ++e_i) {
                    O_row.at[e_i] = __float2half_rn(O_t[q_i][e_i]);
                }
                __stwb(reinterpret_cast<uint2 *>(&O[O_base + q * e_size + e_0]), reinterpret_cast<const uint2 &>(O_row));
            }
        }
    }
}
