using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>Events as JSON in UTF-8, every row with the number of its format, the same for every store.</summary>
/// <remarks>
/// Reading stays possible for every format ever written. A new optional member needs no new format: an older row just lacks it. Anything
/// else does: raise <see cref="CurrentFormat"/>, keep the old way of reading, and add a golden row of the old one to the tests.
/// </remarks>
internal static class EventCodec
{
    public const int CurrentFormat = 1;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <exception cref="ArgumentException">The event lacks a required member or is too large.</exception>
    public static PooledBytes Encode(Outcome outcome) => Encode(outcome, StoredJson.Outcome, outcome.Id);

    /// <inheritdoc cref="Encode(Outcome)"/>
    public static PooledBytes Encode(Feedback feedback) => Encode(feedback, StoredJson.Feedback, feedback.Id);

    /// <exception cref="JsonException">The bytes are not an outcome of that format.</exception>
    public static Outcome DecodeOutcome(long format, ReadOnlySpan<byte> utf8) => Decode(format, utf8, StoredJson.Outcome);

    /// <exception cref="JsonException">The bytes are not feedback of that format.</exception>
    public static Feedback DecodeFeedback(long format, ReadOnlySpan<byte> utf8) => Decode(format, utf8, StoredJson.Feedback);

    private static PooledBytes Encode<T>(T value, JsonTypeInfo<T> type, string id)
    {
        var bytes = new PooledBytes();
        try
        {
            var writer = _writer ??= new Utf8JsonWriter(Stream.Null);
            writer.Reset(bytes);
            JsonSerializer.Serialize(writer, value, type);
            if (bytes.Length <= OutcomeLogBounds.MaxEventBytes)
                return bytes;
        }
        catch (JsonException exception)
        {
            bytes.Return();
            throw new ArgumentException($"The {typeof(T).Name} '{id}' cannot be stored: {exception.Message}", exception);
        }

        var length = bytes.Length;
        bytes.Return();
        throw new ArgumentException(
            $"The {typeof(T).Name} '{id}' takes {length} bytes, and the log takes events of at most {OutcomeLogBounds.MaxEventBytes}: " +
            "shorten its texts.");
    }

    private static T Decode<T>(long format, ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) => format switch
    {
        1 => JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("The stored event is null."),
        _ => throw new JsonException($"Its format is {format}, and this program knows formats up to {CurrentFormat}: start a newer one."),
    };
}
