using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>SipHash-2-4 under the key zero (Aumasson and Bernstein, 2012): what the engine calls sipHash64 of a text.</summary>
internal static class SipHash
{
    public static ulong Of(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        unchecked
        {
            var state = (A: 0x736f6d6570736575ul, B: 0x646f72616e646f6dul, C: 0x6c7967656e657261ul, D: 0x7465646279746573ul);
            var last = (ulong)bytes.Length << 56;
            while (bytes.Length >= 8)
            {
                Take(ref state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                bytes = bytes[8..];
            }

            for (var i = 0; i < bytes.Length; i++)
            {
                last |= (ulong)bytes[i] << (8 * i);
            }

            Take(ref state, last);
            state.C ^= 0xff;
            for (var i = 0; i < 4; i++)
            {
                Round(ref state);
            }

            return state.A ^ state.B ^ state.C ^ state.D;
        }
    }

    private static void Take(ref (ulong A, ulong B, ulong C, ulong D) state, ulong word)
    {
        state.D ^= word;
        Round(ref state);
        Round(ref state);
        state.A ^= word;
    }

    private static void Round(ref (ulong A, ulong B, ulong C, ulong D) s)
    {
        unchecked
        {
            s.A += s.B;
            s.B = BitOperations.RotateLeft(s.B, 13) ^ s.A;
            s.A = BitOperations.RotateLeft(s.A, 32);
            s.C += s.D;
            s.D = BitOperations.RotateLeft(s.D, 16) ^ s.C;
            s.A += s.D;
            s.D = BitOperations.RotateLeft(s.D, 21) ^ s.A;
            s.C += s.B;
            s.B = BitOperations.RotateLeft(s.B, 17) ^ s.C;
            s.C = BitOperations.RotateLeft(s.C, 32);
        }
    }
}
