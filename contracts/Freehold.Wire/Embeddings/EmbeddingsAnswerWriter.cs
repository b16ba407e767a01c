using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Embeddings;

/// <summary>Writes what a local model answers to <c>POST /v1/embeddings</c>.</summary>
public static class EmbeddingsAnswerWriter
{
    /// <summary>Writes the whole answer.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="model">The model that answered.</param>
    /// <param name="vectors">One for each input.</param>
    /// <param name="asBase64">Base64 of little-endian 32-bit numbers instead of JSON numbers.</param>
    /// <param name="promptTokens">Tokens of all inputs.</param>
    public static void Write(IBufferWriter<byte> output, string model, IReadOnlyList<float[]> vectors, bool asBase64, int promptTokens)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(vectors);
        using var json = new Utf8JsonWriter(output, WireJson.WriterOptions);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var index = 0; index < vectors.Count; index++) WriteVector(json, vectors[index], index, asBase64);
        json.WriteEndArray();
        json.WriteString("model"u8, model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, promptTokens);
        json.WriteNumber("total_tokens"u8, promptTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, int index, bool asBase64)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (asBase64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            json.WriteBase64String("embedding"u8, bytes);
        }
        else
        {
            json.WriteStartArray("embedding"u8);
            foreach (var value in vector) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
