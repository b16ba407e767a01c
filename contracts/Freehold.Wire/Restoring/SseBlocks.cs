namespace Freehold.Wire.Restoring;

/// <summary>Takes events of our own writing apart again: lines of <c>data: </c> and an empty line.</summary>
internal static class SseBlocks
{
    /// <summary>The data of the next event, its lines joined; false where no whole event is left.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> events, out ReadOnlyMemory<byte> data)
    {
        data = default;
        var end = events.IndexOf("\n\n"u8);
        if (end < 0) return false;
        var block = events[..end];
        events = events[(end + 2)..];
        var joined = new byte[block.Length];
        var length = 0;
        foreach (var line in block.Split((byte)'\n'))
        {
            var text = block[line];
            if (text.StartsWith("data: "u8)) text = text["data: "u8.Length..];
            if (length > 0) joined[length++] = (byte)'\n';
            text.CopyTo(joined.AsSpan(length));
            length += text.Length;
        }

        data = joined.AsMemory(0, length);
        return true;
    }
}
