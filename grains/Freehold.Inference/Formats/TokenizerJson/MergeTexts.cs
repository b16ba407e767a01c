using System.Text.Json;
using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>Reads merges one by one into the same buffers: <c>"left right"</c>, or, in newer files, <c>["left", "right"]</c>.</summary>
internal sealed class MergeTexts
{
    private char[] _left = new char[64];
    private char[] _right = new char[64];

    /// <summary>Reads the merge that the reader stands at.</summary>
    /// <returns>False where it is none.</returns>
    public bool TryRead(ref Utf8JsonReader reader, MergeList merges)
    {
        if (reader.TokenType == JsonTokenType.String)
            return merges.TryAdd(Copy(ref reader, ref _left));
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;

        var left = Copy(ref reader, ref _left);
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;
        var right = Copy(ref reader, ref _right);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray && merges.TryAdd(left, right);
    }

    // A text has no more UTF-16 units than it has bytes.
    private static ReadOnlySpan<char> Copy(ref Utf8JsonReader reader, ref char[] buffer)
    {
        if (reader.ValueSpan.Length > buffer.Length)
            buffer = new char[reader.ValueSpan.Length * 2];
        return buffer.AsSpan(0, reader.CopyString(buffer));
    }
}
