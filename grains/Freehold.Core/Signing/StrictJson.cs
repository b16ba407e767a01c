using System.Text.Json;

namespace Freehold.Core.Signing;

/// <summary>JSON of strangers: no comments, no key twice (two readers could see two documents), bounded depth.</summary>
internal static class StrictJson
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, SignatureFault fault, string what)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException e)
        {
            throw new ModelSignatureException(fault, $"The {what} is no JSON: {Printable.Of(e.Message)}", e);
        }
    }
}

/// <summary>A value in a document with the way to it, so that a refusal says where.</summary>
internal readonly record struct JsonPlace(JsonElement Value, string Path, SignatureFault Fault)
{
    public JsonPlace Get(string name) => Find(name) ?? throw Refusal($"it has no '{name}'");

    public JsonPlace? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Refusal("it must be an object");
        return Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new JsonPlace(value, $"{Path}.{name}", Fault)
            : null;
    }

    public IEnumerable<JsonPlace> Items(int most)
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Refusal("it must be an array");
        if (Value.GetArrayLength() > most)
            throw new ModelSignatureException(SignatureFault.TooLarge,
                $"In the signature, {Path} has over {most} entries, more than are read.");
        var (path, fault) = (Path, Fault);
        return Value.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{path}[{i}]", fault));
    }

    public JsonPlace OnlyItem() => Value.ValueKind == JsonValueKind.Array && Value.GetArrayLength() == 1
        ? new JsonPlace(Value[0], $"{Path}[0]", Fault)
        : throw Refusal("it must be an array of exactly one");

    public string Text()
    {
        if (Value.ValueKind != JsonValueKind.String)
            throw Refusal("it must be a string");
        try
        {
            return Value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            throw new ModelSignatureException(Fault, $"In the signature, {Path} is not text in Unicode.", e);
        }
    }

    public bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean()
        : throw Refusal("it must be true or false");

    public byte[] Base64() => Value.ValueKind == JsonValueKind.String && Value.TryGetBytesFromBase64(out var bytes)
        ? bytes
        : throw Refusal("it must be bytes in base64");

    public void MustBe(string expected)
    {
        if (Text() is var text && text != expected)
            throw Refusal($"it is '{Printable.Of(text)}' and must be '{expected}'");
    }

    private ModelSignatureException Refusal(string why) => new(Fault, $"In the signature, {Path} is not valid: {why}.");
}
