namespace Freehold.Wire.Json;

/// <summary>Where a value stands in a body, in bytes. The default value means that it is absent.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Number of bytes; 0 when absent (no JSON value is empty).</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsPresent => Length > 0;

    /// <summary>Offset of the first byte after the value.</summary>
    public int End => Start + Length;

    /// <summary>The value's bytes; those of a string include its quotes.</summary>
    /// <param name="body">The body that was read.</param>
    /// <returns>A slice of <paramref name="body"/>.</returns>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Start, Length);

    internal static ByteRange Between(int start, int end) => new(start, end - start);
}
