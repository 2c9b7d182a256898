using System.Text;
using Pipeline.Fuzzing.Running;

namespace Pipeline.Fuzzing.Mutation;

/// <summary>Changes inputs: bytes and numbers, words of the target's language, and pieces of other inputs.</summary>
/// <param name="random">A seeded source, so that a run can be repeated.</param>
/// <param name="words">Words of the target's language.</param>
internal sealed class Mutator(Random random, IReadOnlyList<string> words)
{
    private static readonly string[] Digits = ["0", "-1", "1", "65535", "2147483648", "-2147483649", "9223372036854775808", "1e400", "99999999999999999999"];

    private readonly byte[][] _words = [.. words.Concat(Digits).Select(Encoding.UTF8.GetBytes)];

    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> pool)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 << random.Next(5); changes > 0; changes--)
        {
            Change(bytes, pool);
        }

        if (bytes.Count > CurrentInput.MaxLength)
        {
            bytes.RemoveRange(CurrentInput.MaxLength, bytes.Count - CurrentInput.MaxLength);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> pool)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(1 << random.Next(1, 8)));
        switch (random.Next(11))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when at + 4 <= bytes.Count:
                WriteNumber(bytes, at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5 when random.Next(8) == 0:
                Repeat(bytes, at, Math.Min(length, 16));
                break;
            case 6:
                var other = pool[random.Next(pool.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(256))).ToArray());
                break;
            case 7 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8:
                bytes.RemoveRange(at, Math.Min(length, 8));
                bytes.InsertRange(at, _words[random.Next(_words.Length)]);
                break;
            default:
                bytes.InsertRange(at, _words[random.Next(_words.Length)]);
                break;
        }
    }

    /// <summary>A number at a bound, in one of the sizes and byte orders that files have.</summary>
    private void WriteNumber(List<byte> bytes, int at)
    {
        uint value = random.Next(6) switch { 0 => 0u, 1 => uint.MaxValue, 2 => (uint)int.MaxValue, 3 => 0x8000_0000, 4 => (uint)bytes.Count, _ => (uint)random.Next(1 << random.Next(1, 31)) };
        var (size, isLittleEndian) = (1 << random.Next(3), random.Next(2) == 0);
        for (var index = 0; index < size; index++)
        {
            bytes[at + index] = (byte)(value >> 8 * (isLittleEndian ? index : size - 1 - index));
        }
    }

    /// <summary>Nests or lengthens: one piece thousands of times.</summary>
    private void Repeat(List<byte> bytes, int at, int length)
    {
        var piece = length > 0 && random.Next(2) == 0 ? bytes.GetRange(at, length).ToArray() : _words[random.Next(_words.Length)];
        var count = Math.Min(1 << random.Next(1, 17), (CurrentInput.MaxLength - bytes.Count) / Math.Max(1, piece.Length));
        bytes.InsertRange(at, Enumerable.Repeat(piece, Math.Max(0, count)).SelectMany(repeated => repeated));
    }
}
