using Freehold.Wire.Streaming;

namespace Freehold.Wire.Tests.Streaming;

/// <summary>Reads event streams that arrive in pieces.</summary>
internal static class SseText
{
    public static Task<List<(string Data, string Type)>> ReadAllAsync(byte[] bytes, params int[] cuts) => ReadAllAsync(new PiecewiseStream(bytes, cuts));

    public static async Task<List<(string Data, string Type)>> ReadAllAsync(Stream stream)
    {
        using var reader = new SseReader(stream);
        return await ReadAllAsync(reader);
    }

    public static async Task<List<(string Data, string Type)>> ReadAllAsync(SseReader reader)
    {
        var events = new List<(string, string)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            while (reader.TryRead(out var sse)) events.Add((sse.Data.Text(), sse.Type));
        }

        return events;
    }
}

/// <summary>A stream whose reads end at given offsets, as packets would make them.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int[] cuts) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var next = cuts.Where(cut => cut > Position).DefaultIfEmpty((int)Length).Min();
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, next - (int)Position)], cancellationToken);
    }
}
