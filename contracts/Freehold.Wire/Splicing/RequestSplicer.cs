using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;
using Freehold.Wire.Texts;

namespace Freehold.Wire.Splicing;

/// <summary>
/// Makes the body for an OpenAI-compatible upstream from the client's body. Only two things change, and everything else stays
/// byte for byte, because a provider may know fields that we do not:
/// <list type="number">
/// <item>the top-level <c>model</c> is replaced;</item>
/// <item>for a stream, <c>stream_options.include_usage</c> becomes true, since tokens must be accounted for.</item>
/// </list>
/// </summary>
/// <remarks>
/// Stateless and thread-safe. The body must have passed <see cref="RequestReader"/> and <see cref="RequestTextReader"/>, which refuses names that
/// come twice; others may throw <see cref="JsonException"/>.
/// </remarks>
public static class RequestSplicer
{
    /// <summary>Writes the upstream's body.</summary>
    /// <param name="body">The client's body.</param>
    /// <param name="model">The upstream's name of the model.</param>
    /// <param name="forceUsage">Whether the answer is streamed, so that usage has to be asked for.</param>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <exception cref="JsonException">The body is not one JSON object.</exception>
    public static void Write(ReadOnlySpan<byte> body, string model, bool forceUsage, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var modelJson = JsonEncodedText.Encode(model, WireJson.WriterOptions.Encoder);
        using var edits = new EditList();
        Scan(body, forceUsage, edits);
        edits.Apply(body, modelJson.EncodedUtf8Bytes, output);
    }

    private static void Scan(ReadOnlySpan<byte> body, bool forceUsage, EditList edits)
    {
        var reader = new Utf8JsonReader(body, WireJson.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("The body to splice is not a JSON object.");
        var memberCount = 0;
        var hasOptions = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = RequestFields.Find(ref reader);
            memberCount++;
            hasOptions |= field == RequestField.StreamOptions;
            reader.Read();
            AddValueEdits(ref reader, field, forceUsage, edits);
        }

        if (!forceUsage || hasOptions) return;
        var end = new ByteRange((int)reader.TokenStartIndex, 0);
        edits.Add(end, memberCount == 0 ? EditKind.StreamOptionsMember : EditKind.CommaStreamOptionsMember);
    }

    private static void AddValueEdits(ref Utf8JsonReader reader, RequestField field, bool forceUsage, EditList edits)
    {
        if (field == RequestField.StreamOptions && forceUsage && reader.TokenType == JsonTokenType.StartObject)
        {
            ForceUsage(ref reader, edits);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var value = ByteRange.Between(start, (int)reader.BytesConsumed);
        if (field == RequestField.Model) edits.Add(value, EditKind.Model);
        else if (field == RequestField.StreamOptions && forceUsage) edits.Add(value, EditKind.StreamOptionsValue);
    }

    /// <summary>Sets the field inside the client's own <c>stream_options</c>, whose other fields stay.</summary>
    private static void ForceUsage(ref Utf8JsonReader reader, EditList edits)
    {
        var inside = (int)reader.BytesConsumed;
        var found = false;
        var memberCount = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            memberCount++;
            var isUsage = RequestFields.Find(ref reader) == RequestField.IncludeUsage;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isUsage) edits.Add(ByteRange.Between(start, (int)reader.BytesConsumed), EditKind.True);
            found |= isUsage;
        }

        if (!found) edits.Add(new ByteRange(inside, 0), memberCount == 0 ? EditKind.IncludeUsageMember : EditKind.IncludeUsageMemberComma);
    }
}
