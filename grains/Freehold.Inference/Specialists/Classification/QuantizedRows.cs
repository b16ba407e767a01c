using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Specialists.Classification;

/// <summary>A matrix of numbers in 4 bits, -7 to 7 times a scale of each row. Immutable; shared by all threads.</summary>
internal sealed class QuantizedRows
{
    /// <summary>Columns come in groups of so many: 16 bytes, whose low halves are the first 16 and high halves the others.</summary>
    public const int GroupColumns = 32;

    private const int GroupBytes = GroupColumns / 2;
    private const int Largest = 7, Zero = 8;

    private readonly byte[] _codes; // [rows, columns / 2]
    private readonly Half[] _scales; // [rows]

    public QuantizedRows(int columns, byte[] codes, Half[] scales)
    {
        if (columns <= 0 || columns % GroupColumns != 0 || codes.LongLength != scales.LongLength * (columns / 2))
            throw new ArgumentException($"{codes.Length} bytes are not {scales.Length} rows of {columns} columns in 4 bits");
        if (scales.Any(scale => !Half.IsFinite(scale)))
            throw new ArgumentException("a row's scale is not a finite number");
        (Columns, _codes, _scales) = (columns, codes, scales);
    }

    public int Columns { get; }

    public int Rows => _scales.Length;

    public ReadOnlySpan<byte> Codes => _codes;

    public ReadOnlySpan<Half> Scales => _scales;

    /// <param name="numbers">[rows, columns]</param>
    /// <param name="columns">A multiple of <see cref="GroupColumns"/>.</param>
    public static QuantizedRows Quantize(ReadOnlySpan<float> numbers, int columns)
    {
        var scales = new Half[numbers.Length / columns];
        var codes = new byte[numbers.Length / 2];
        for (var row = 0; row < scales.Length; row++)
        {
            var from = numbers.Slice(row * columns, columns);
            var to = codes.AsSpan(row * columns / 2, columns / 2);
            scales[row] = (Half)(LargestOf(from) / Largest);
            for (var i = 0; i < columns; i++)
            {
                var (group, place) = Math.DivRem(i, GroupColumns);
                var code = Code(from[i], (float)scales[row]) << (place < GroupBytes ? 0 : 4);
                to[(group * GroupBytes) + (place % GroupBytes)] |= (byte)code;
            }
        }

        return new QuantizedRows(columns, codes, scales);
    }

    /// <summary>sum += factor * row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="factor">Its weight.</param>
    /// <param name="sum">[columns]</param>
    public void AddScaled(int row, float factor, Span<float> sum)
    {
        factor *= (float)_scales[row];
        var codes = _codes.AsSpan(row * (Columns / 2), Columns / 2);
        var by = Vector128.Create(factor);
        for (var at = 0; at < codes.Length; at += GroupBytes)
        {
            var packed = Vector128.Create(codes.Slice(at, GroupBytes));
            var lanes = MemoryMarshal.Cast<float, Vector128<float>>(sum.Slice(2 * at, GroupColumns));
            Add(packed & Vector128.Create((byte)0x0F), by, lanes[..4]);
            Add(Vector128.ShiftRightLogical(packed, 4), by, lanes[4..]);
        }
    }

    private static void Add(Vector128<byte> codes, Vector128<float> by, Span<Vector128<float>> sum)
    {
        var (low, high) = Vector128.Widen((codes - Vector128.Create((byte)Zero)).AsSByte());
        var (a, b) = Vector128.Widen(low);
        var (c, d) = Vector128.Widen(high);
        sum[0] += Vector128.ConvertToSingle(a) * by;
        sum[1] += Vector128.ConvertToSingle(b) * by;
        sum[2] += Vector128.ConvertToSingle(c) * by;
        sum[3] += Vector128.ConvertToSingle(d) * by;
    }

    private static int Code(float number, float scale) =>
        Zero + (scale > 0 ? (int)Math.Clamp(MathF.Round(number / scale), -Largest, Largest) : 0);

    private static float LargestOf(ReadOnlySpan<float> numbers)
    {
        var largest = 0f;
        foreach (var number in numbers)
            largest = Math.Max(largest, Math.Abs(number));
        return largest;
    }
}
