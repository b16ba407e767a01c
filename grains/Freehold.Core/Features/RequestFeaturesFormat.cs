namespace Freehold.Core.Features;

/// <summary>
/// The byte form of <see cref="RequestFeatures"/>: version, signals, then each entry as the LEB128 varint of
/// (bucket - bucket before) &lt;&lt; 2 | count - 1. Models learn from these bytes, so the version covers the extraction too: n-grams or
/// signals computed in another way are another version.
/// </summary>
public static class RequestFeaturesFormat
{
    /// <summary>The version written.</summary>
    public const byte Version = 1;

    /// <summary>
    /// Longest byte form. A varint takes a third byte only for steps of 4,096 buckets or more, and at most 64 of those fit in 2^18
    /// buckets: 2 * 448 + 64 + header and signals is below it.
    /// </summary>
    public const int MaxBytes = 1_024;

    internal static byte[] Write(RequestFeatures features)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes[0] = Version;
        features.Signals.CopyTo(bytes[1..]);
        var length = 1 + SurfaceSignals.Count;
        var before = 0u;
        foreach (var entry in features.Entries)
        {
            var bucket = entry >> RequestFeatures.CountBits;
            var value = ((bucket - before) << RequestFeatures.CountBits) | (entry & (RequestFeatures.MaxCount - 1));
            for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
            bytes[length++] = (byte)value;
            before = bucket;
        }

        return bytes[..length].ToArray();
    }

    internal static RequestFeatures Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 1 + SurfaceSignals.Count or > MaxBytes)
            throw new FormatException($"Request features have {1 + SurfaceSignals.Count} to {MaxBytes} bytes, not {bytes.Length}.");
        if (bytes[0] != Version)
            throw new FormatException($"Request features of version {bytes[0]} cannot be used with those of version {Version}.");

        Span<uint> entries = stackalloc uint[RequestFeatures.MaxBuckets];
        var count = 0;
        var at = 1 + SurfaceSignals.Count;
        var bucket = 0ul;
        while (at < bytes.Length)
        {
            var value = ReadVarint(bytes, ref at);
            var step = value >> RequestFeatures.CountBits;
            bucket += step;
            if (count == entries.Length || bucket >= RequestFeatures.BucketCount || (step == 0 && count > 0))
                throw new FormatException($"Request features: entry {count + 1} is out of order or out of range.");
            entries[count++] = (uint)((bucket << RequestFeatures.CountBits) | (value & (RequestFeatures.MaxCount - 1)));
        }

        return new RequestFeatures(entries[..count].ToArray(), bytes.Slice(1, SurfaceSignals.Count).ToArray());
    }

    private static uint ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        // Nearly all have two bytes.
        if (at + 1 < bytes.Length && bytes[at] >= 0x80 && bytes[at + 1] < 0x80)
            return (uint)(bytes[at++] & 0x7F) | ((uint)bytes[at++] << 7);

        var value = 0u;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (at == bytes.Length) throw new FormatException("Request features: the last entry breaks off.");
            var part = bytes[at++];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new FormatException($"Request features: the entry that ends at byte {at} is too long.");
    }
}
