// O: kernel O, each group 256 threads
//   axes     q: 1000 in blocks of 64, x: 1100 in blocks of 64, d: 64, e: 64
//   labels   g_q=64, s_x=64, g_e=64
//   moves    4633600 bytes from global memory, 128000 to it (predicted)
//   shared   87552 bytes per group

#include <cuda_fp16.h>
#ifndef INFINITY  // run-time compilation has no <math.h>
#define INFINITY __int_as_float(0x7f800000)
#define NAN __int_as_float(0x7fffffff)
#endif
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
    float (&Q_tile)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 0);  // Q[q, d]: a block of Q
    float (&K_tile)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 17408);  // K[x, d]: a block of K
    float (&exp_S)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 34816);  // exp_S[q, x]: exp(where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf) - where(m == -inf, 0, m))
    float (&V_tile)[64][68] = *reinterpret_cast<float (*)[64][68]>(shared + 52224);  // V[x, e]: a block of V
    float (&m)[64] = *reinterpret_cast<float (*)[64]>(shared + 69632);  // m[q]: running max of m
    float (&z)[64] = *reinterpret_cast<float (*)[64]>(shared + 69888);  // z[q]: running sum of z
    float (&m_before)[64] = *reinterpret_cast<float (*)[64]>(shared + 70144);  // m_before[q]: m before the block
    float (&where_S)[64][65] = *reinterpret_cast<float (*)[64][65]>(shared + 70400);  // where_S[q, x]: where(#x <= #q + |x| - |q|, S / sqrt(|d|), -inf)
    float (&where_m)[64] = *reinterpret_cast<float (*)[64]>(shared + 87040);  // where_m[q]: where(m == -inf, 0, m)
    float (&exp_m_before)[64] = *reinterpret_cast<float (*)[64]>(shared + 87296);  // exp_m_before[q]: exp(m before - where(m == -inf, 0, m))
    float O_sum[4][4];  // O_sum[q, e] in registers: running sum of O
    float S[4][4];  // S[q, x] in registers: S
    float O_tile[4][4];  // O[q, e] in registers: O
    const int thread = threadIdx.x;
    const int group = blockIdx.x;
    const int q_first = group * q_tile;
    const int q_count = min(q_tile, q_size - q_first);

    // m[q] ← -inf: running max of m
    for (int q = thread; q < q_count; q += threads) {
        m[q] = -INFINITY;
    }

    // z[q] ← 0: running sum of z
    for (int q = thread; q < q_count; q += threads) {
        z[q] = 0.0f;
    }

    // O_sum[q, e] ← 0: running sum of O
    #pragma unroll
    for (int q_i = 0; q_i < 4; ++q_i) {
        #pragma unroll
        for (int e_i = 0; e_i < 4; ++e_i) {
            O_sum[q_i][e_i] = 0.0f;
        }
    }

    // Q[q, d] ← load Q[q, d]
    const long Q_base = (long) q_first * d_size;
    for (int element = thread; element < q_count * d_size; element += threads) {
        const int q = element / d_size, d = element % d_size;
        Q_tile[q][d] = __half2float(Q[Q_base + q * d_size + d]);
    }

    for (int x_block = 0; x_block < x_blocks; ++x_block) {
        const int x_first = x_block * x_tile;
        const int x_count = min(x_tile, x_size - x_first);

        // m_before[q] ← m   (m before the block)
        for (int q = thread; q < q_count; q += threads) {
            m_before[q] = m[q];
        }

        // K[x, d] ← load K[x, d]
        const long K_base = (long) x_first * d_size;
        for (int element = thread; element < x_count * d_size; element += threads) {
            const int x = element / d_size, d = element % d_size;
            K_tile[d][x] = __half2float(K[K_base + x * d_size + d]);
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
                        const int x = x_0 + x_i;
                        S[q_i][x_i] = fmaf(Q_tile[q][d], K_tile[d][x], S[q_i][x_i]);
                    }
                }
            }
        }

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
                        where_S[q][x] = x_first + x <= q_first + q + 1100 - 1000 ? S[q_i][x_i] / 8.0f : -INFINITY;
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
        for (int element = thread; element < q_count * x_tile; element += threads) {
            const int q = element / x_tile, x = element % x_tile;
            if (x < x_count) {
                exp_S[q][x] = expf(where_S[q][x] - where_m[q]);
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

        // O_sum[q, e] ← O_sum * exp_m_before   (rebased: the state it was accumulated under has moved)
        {
            const int q_0 = thread / 16 * 4;
            #pragma unroll
            for (int q_i = 0; q_i < 4; ++q_i) {
                const int q = q_0 + q_i;
                #pragma unroll
                for (int e_i = 0; e_i < 4; ++e_i) {
                    O_sum[q_i][e_i] = O_sum[q_i][e_i] * exp_m_before[q];
                }
            }
        }

        // V[x, e] ← load V[x, e]
        const long V_base = (long) x_first * e_size;
        for (int element = thread; element < x_count * e_size; element += threads) {
            const int x = element / e_size, e = element % e_size;
            V_tile[x][e] = __half2float(V[V_base + x * e_size + e]);
        }

        __syncthreads();

        // O_sum[q, e] ⊕= sum over x of exp_S * V   (for O)
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
                        O_sum[q_i][e_i] = fmaf(exp_S[q][x], V_tile[x][e], O_sum[q_i][e_i]);
                    }
                }
            }
        }
    }

    // O[q, e] ← O_sum / z   (the result, from its running values)
    {
        const int q_0 = thread / 16 * 4;
        #pragma unroll
        for (int q_i = 0; q_i < 4; ++q_i) {
            const int q = q_0 + q_i;
            #pragma unroll
            for (int e_i = 0; e_i < 4; ++e_i) {
                O_tile[q_i][e_i] = O_sum[q_i][e_i] / z[q];
            }
        }
    }

    // O[q, e] ← store O
    const long O_base = (long) q_first * e_size;
    {
        const int q_0 = thread / 16 * 4, e_0 = thread % 16 * 4;
        #pragma unroll
        for (int q_i = 0; q_i < 4; ++q_i) {
            const int q = q_0 + q_i;
            #pragma unroll
            for (int e_i = 0; e_i < 4; ++e_i) {
                const int e = e_0 + e_i;
                if (q < q_count) {
                    O[O_base + q * e_size + e] = __float2half_rn(O_tile[q_i][e_i]);
                }
            }
        }
    }
}
