using System.Buffers;
using Freehold.Wire.Json;
using Freehold.Wire.Streaming;

namespace Freehold.Wire.Splicing;

/// <summary>
/// Passes a provider's answer on with our id in place of the provider's. All other bytes stay as they are, with one exception:
/// asking for usage makes a provider add <c>"usage":null</c> to every chunk; where the client did not ask, the gateway has it cut out
/// again and withholds the usage chunk (<see cref="ResponseScan.IsUsageOnly"/>), so that the client's stream is the one it would
/// have got from the provider itself.
/// </summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class ResponseSplicer
{
    // What needs no escaping in JSON and no encoding in a URL; ids are ours, so anything else is a fault of ours.
    private static readonly SearchValues<byte> IdBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:"u8);

    /// <summary>Writes a whole answer.</summary>
    /// <param name="body">The provider's body.</param>
    /// <param name="scan">Its scan.</param>
    /// <param name="id">Our id: letters, digits, '-', '_', '.' and ':'.</param>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <exception cref="ArgumentException">The id has other characters.</exception>
    public static void Write(ReadOnlySpan<byte> body, in ResponseScan scan, ReadOnlySpan<byte> id, IBufferWriter<byte> output) =>
        Splice(body, scan, id, default, output, isEvent: false);

    /// <summary>Writes one event of a stream, <c>data: </c> and the blank line included.</summary>
    /// <param name="chunk">The data of the provider's event.</param>
    /// <param name="scan">Its scan.</param>
    /// <param name="id">Our id: letters, digits, '-', '_', '.' and ':'.</param>
    /// <param name="keepNullUsage">Whether the client asked for usage, so that <c>"usage":null</c> stays.</param>
    /// <param name="output">Receives the event.</param>
    /// <exception cref="ArgumentException">The id has other characters.</exception>
    public static void WriteEvent(
        ReadOnlySpan<byte> chunk, in ResponseScan scan, ReadOnlySpan<byte> id, bool keepNullUsage, IBufferWriter<byte> output)
    {
        SseWriter.BeginData(output);
        Splice(chunk, scan, id, keepNullUsage ? default : scan.NullUsage, output, isEvent: true);
        SseWriter.EndData(output);
    }

    private static void Splice(
        ReadOnlySpan<byte> body, in ResponseScan scan, ReadOnlySpan<byte> id, ByteRange cut, IBufferWriter<byte> output, bool isEvent)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (id.IsEmpty || id.ContainsAnyExcept(IdBytes))
            throw new ArgumentException("An id has only letters, digits, '-', '_', '.' and ':'.", nameof(id));
        var idStart = scan.Id.IsPresent ? scan.Id.Start : scan.InsideStart;
        if (cut.IsPresent && cut.Start < idStart)
        {
            CopyUpTo(body, 0, cut.Start, output, isEvent);
            CopyUpTo(body, cut.End, idStart, output, isEvent);
        }
        else
        {
            CopyUpTo(body, 0, idStart, output, isEvent);
        }

        WriteId(scan, id, output);
        var copied = scan.Id.IsPresent ? scan.Id.End : idStart;
        if (cut.IsPresent && cut.Start >= copied)
        {
            CopyUpTo(body, copied, cut.Start, output, isEvent);
            copied = cut.End;
        }

        CopyUpTo(body, copied, body.Length, output, isEvent);
    }

    private static void WriteId(in ResponseScan scan, ReadOnlySpan<byte> id, IBufferWriter<byte> output)
    {
        // An upstream that gives no id at all gets ours as its first member.
        output.Write(scan.Id.IsPresent ? "\""u8 : "\"id\":\""u8);
        output.Write(id);
        output.Write(scan.Id.IsPresent || scan.IsEmpty ? "\""u8 : "\","u8);
    }

    private static void CopyUpTo(ReadOnlySpan<byte> body, int start, int end, IBufferWriter<byte> output, bool isEvent)
    {
        if (isEvent) SseWriter.AppendData(output, body[start..end]);
        else output.Write(body[start..end]);
    }
}
