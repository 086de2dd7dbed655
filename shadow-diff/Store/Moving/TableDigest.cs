using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>
/// What a table holds, in brief: how many rows, and the sum of their SHA-256 modulo 2^256. It is of the values and not of how an engine writes or orders them: texts that were
/// written before there were escapes (<see cref="StoredText"/>) have another place in the order of a key than after.
/// </summary>
internal sealed record TableDigest(long Rows, string Hash)
{
    private const int Batch = 2_000;

    /// <exception cref="StoreException">The table cannot be read.</exception>
    public static TableDigest Of(HeldDatabase database, MovedTable table)
    {
        using var reader = new TableReader(database, table, Batch);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (rows, high, low) = (0L, UInt128.Zero, UInt128.Zero);
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        while (reader.Next() is { Count: > 0 } batch)
        {
            foreach (var row in batch)
            {
                foreach (var value in row)
                    Add(hash, value);
                hash.GetHashAndReset(sum);
                var added = BinaryPrimitives.ReadUInt128BigEndian(sum[16..]);
                low = unchecked(low + added);
                high = unchecked(high + BinaryPrimitives.ReadUInt128BigEndian(sum) + (low < added ? UInt128.One : UInt128.Zero));
            }

            rows += batch.Count;
        }

        BinaryPrimitives.WriteUInt128BigEndian(sum, high);
        BinaryPrimitives.WriteUInt128BigEndian(sum[16..], low);
        return new(rows, Convert.ToHexStringLower(sum));
    }

    /// <summary>A value with its kind and its length, so that no two rows read alike.</summary>
    private static void Add(IncrementalHash hash, object value)
    {
        switch (value)
        {
            case long number:
                Add(hash, 'i', number);
                break;
            case double number:
                Add(hash, 'r', BitConverter.DoubleToInt64Bits(number + 0.0)); // SQLite keeps no -0.0
                break;
            case string text:
                Add(hash, 't', text.Length);
                hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan())); // UTF-16: halves of surrogate pairs have no other form
                break;
            case byte[] bytes:
                Add(hash, 'b', bytes.Length);
                hash.AppendData(bytes);
                break;
            default:
                Add(hash, 'n', 0);
                break;
        }
    }

    private static void Add(IncrementalHash hash, char kind, long number)
    {
        Span<byte> written = stackalloc byte[1 + sizeof(long)];
        written[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(written[1..], number);
        hash.AppendData(written);
    }
}
