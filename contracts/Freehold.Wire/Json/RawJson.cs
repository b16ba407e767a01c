using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Freehold.Wire.Json;

/// <summary>
/// A JSON value kept as the bytes it came in. One that <see cref="Requests.RequestReader"/> made is a slice of the request's
/// body and must not outlive it.
/// </summary>
/// <param name="Utf8">The value's bytes without surrounding white space; empty when the field was absent.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Whether the field was there at all; an explicit null is present.</summary>
    public bool IsPresent => !Utf8.IsEmpty;

    /// <summary>Whether there is a value other than null.</summary>
    public bool HasValue => IsPresent && !Utf8.Span.SequenceEqual("null"u8);

    /// <summary>The JSON text; empty when absent.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

/// <summary>Carries a value through a serializer without looking into it.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc />
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return new RawJson(Encoding.UTF8.GetBytes(value.RootElement.GetRawText()));
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsPresent) writer.WriteRawValue(value.Utf8.Span);
        else writer.WriteNullValue();
    }
}
