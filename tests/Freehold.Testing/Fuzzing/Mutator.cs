using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Freehold.Testing.Fuzzing;

/// <summary>
/// Spoils good inputs: bit flips, overwritten and repeated pieces, numbers that lie, words of the format, splices of two inputs and
/// truncations. The same seed gives the same sequence.
/// </summary>
/// <param name="random">Where every choice comes from.</param>
/// <param name="dictionary">Words of the format, such as keys and magic numbers.</param>
/// <param name="maxBytes">No mutation makes an input longer than this, or than it was.</param>
public sealed class Mutator(Random random, IReadOnlyList<byte[]> dictionary, int maxBytes)
{
    private const int MaxEdits = 4, MaxPieceBytes = 64, MaxRepeats = 64;

    private static readonly ulong[] BinaryLies =
        [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1UL << 62, long.MaxValue, ulong.MaxValue - 7, ulong.MaxValue];

    private static readonly string[] TextLies =
        ["0", "-1", "2147483647", "2147483648", "4294967296", "18446744073709551615", "1e400", "0.5", "null", "true", "\"\"", "[]", "{}"];

    /// <summary>A spoiled copy of one of the inputs.</summary>
    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var input = corpus[random.Next(corpus.Count)];
        var edits = random.Next(1, MaxEdits + 1);
        for (var i = 0; i < edits; i++)
        {
            var next = input.Length == 0 ? Insert(input, Word()) : Edit(input, corpus);
            input = next.Length <= Math.Max(maxBytes, input.Length) ? next : next[..maxBytes];
        }

        return input;
    }

    private byte[] Edit(byte[] input, IReadOnlyList<byte[]> corpus) => random.Next(11) switch
    {
        0 => input[..random.Next(input.Length)],
        1 => Overwrite(input, random.Next(input.Length), [(byte)(input[random.Next(input.Length)] ^ (1 << random.Next(8)))]),
        2 => Overwrite(input, random.Next(input.Length), [(byte)random.Next(256)]),
        3 => BinaryNumber(input),
        4 or 5 => TextNumber(input),
        6 => Insert(input, Word()),
        7 => Overwrite(input, random.Next(input.Length), Word()),
        8 => Insert(input, Piece(corpus[random.Next(corpus.Count)])),
        9 => Remove(input, Piece(input).Length),
        _ => Repeat(input),
    };

    private byte[] BinaryNumber(byte[] input)
    {
        var lie = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(lie, BinaryLies[random.Next(BinaryLies.Length)]);
        return Overwrite(input, random.Next(input.Length), lie.AsSpan(0, 4 * random.Next(1, 3)));
    }

    // Replaces a run of digits, the first one after a random place, by another number or by a value of another type.
    private byte[] TextNumber(byte[] input)
    {
        var from = random.Next(input.Length);
        var at = input.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (at < 0)
            return Insert(input, Word());
        at += from;
        var length = input.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = length < 0 ? input.Length : at + length;
        var text = random.Next(2) == 0
            ? TextLies[random.Next(TextLies.Length)]
            : random.Next(-2, 300).ToString(CultureInfo.InvariantCulture);
        return [.. input.AsSpan(0, at), .. Encoding.ASCII.GetBytes(text), .. input.AsSpan(end)];
    }

    private byte[] Insert(byte[] input, ReadOnlySpan<byte> piece)
    {
        var at = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(at)];
    }

    private byte[] Remove(byte[] input, int length)
    {
        var at = random.Next(input.Length - length + 1);
        return [.. input.AsSpan(0, at), .. input.AsSpan(at + length)];
    }

    private byte[] Repeat(byte[] input)
    {
        var piece = Piece(input);
        var repeated = new byte[piece.Length * random.Next(2, MaxRepeats)];
        for (var i = 0; i < repeated.Length; i++)
            repeated[i] = piece[i % piece.Length];
        return Insert(input, repeated);
    }

    private ReadOnlySpan<byte> Piece(byte[] input)
    {
        if (input.Length == 0)
            return [];
        var length = random.Next(1, Math.Min(MaxPieceBytes, input.Length) + 1);
        return input.AsSpan(random.Next(input.Length - length + 1), length);
    }

    private byte[] Word() => dictionary.Count > 0 ? dictionary[random.Next(dictionary.Count)] : [(byte)random.Next(256)];

    private static byte[] Overwrite(byte[] input, int at, ReadOnlySpan<byte> piece)
    {
        var output = input.ToArray();
        piece[..Math.Min(piece.Length, output.Length - at)].CopyTo(output.AsSpan(at));
        return output;
    }
}
