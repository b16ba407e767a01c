using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Transcripts.Stored;

/// <summary>Transcripts as compressed JSON, every row with the number of its format, the same for every store.</summary>
internal static class TranscriptCodec
{
    /// <summary>JSON in UTF-8, compressed with Brotli (RFC 7932).</summary>
    public const int CurrentFormat = 1;

    // JSON makes six bytes of a control character, and names its members in every turn.
    private const int MaxJsonBytes = (6 * Transcript.MaxTextBytes) + (Transcript.MaxTurns * 64) + 1_024;

    // On short English and JSON this is within 5% of the best quality and several times faster.
    private const int Quality = 5, WindowBits = 18;

    /// <summary>Bytes of all texts in UTF-8.</summary>
    public static long TextBytes(Transcript transcript) =>
        Encoding.UTF8.GetByteCount(transcript.Answer) + transcript.Turns.Sum(turn => (long)Encoding.UTF8.GetByteCount(turn.Content));

    public static byte[] Encode(Transcript transcript)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(transcript, TranscriptJson.Default.Transcript);
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, buffer, out var length, Quality, WindowBits)
                ? buffer.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException("The bound of a compressed transcript does not hold.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <exception cref="JsonException">The bytes are not a transcript of that format.</exception>
    public static Transcript Decode(long format, ReadOnlySpan<byte> bytes)
    {
        if (format != CurrentFormat)
            throw new JsonException($"Its format is {format}, and this program knows formats up to {CurrentFormat}: start a newer one.");

        var buffer = ArrayPool<byte>.Shared.Rent(MaxJsonBytes);
        try
        {
            if (!BrotliDecoder.TryDecompress(bytes, buffer, out var length))
                throw new JsonException("Its bytes are damaged.");
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), TranscriptJson.Default.Transcript)
                ?? throw new JsonException("It is null.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Transcript))]
internal sealed partial class TranscriptJson : JsonSerializerContext;
