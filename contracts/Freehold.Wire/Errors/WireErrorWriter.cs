using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Errors;

/// <summary>Writes errors as OpenAI's clients expect them.</summary>
public static class WireErrorWriter
{
    /// <summary>Writes <c>{"error":{...}}</c> on one line, so that it fits an event of a stream as well as a body.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="error">The error; its status is not part of the JSON.</param>
    public static void Write(IBufferWriter<byte> output, WireError error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        using var json = new Utf8JsonWriter(output, WireJson.WriterOptions);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The same as <see cref="Write"/>, as an array.</summary>
    /// <param name="error">The error.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] ToUtf8(WireError error)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, error);
        return output.WrittenSpan.ToArray();
    }
}
