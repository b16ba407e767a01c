using System.Text.Json;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>Reads untrusted JSON: any malformed text or unexpected type ends in a <see cref="ModelFormatException"/>.</summary>
internal sealed class JsonFile(string path, string place)
{
    /// <summary>Longest config.json or index; the largest published indexes are below 1 MiB.</summary>
    public const int MaxBytes = 1 << 24;

    public static JsonElement Load(string path, out JsonFile reader)
    {
        reader = new JsonFile(path, "JSON");
        var length = new FileInfo(path).Length;
        if (length > MaxBytes)
            throw reader.Fault($"the file is {length} bytes long, more than {MaxBytes}", "length");
        return reader.Parse(File.ReadAllBytes(path));
    }

    public JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var root = ParseValue(json);
        return root.ValueKind == JsonValueKind.Object ? root : throw Fault("the JSON is not an object", place);
    }

    /// <summary>Parses a value of any type.</summary>
    public JsonElement ParseValue(ReadOnlySpan<byte> json)
    {
        try
        {
            RequireUnicode(json);
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }
        catch (InvalidOperationException exception)
        {
            throw NotUnicode(exception);
        }
    }

    /// <summary>Runs a reader of our own over the JSON, with its faults reported as the others are.</summary>
    public void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }
        catch (InvalidOperationException exception)
        {
            throw NotUnicode(exception);
        }
    }

    /// <summary>The members of an object; names are decoded, and a name that occurs twice is refused.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = Decode(() => member.Name);
            if (!seen.Add(name))
                throw Fault($"'{name}' occurs twice", place);
            yield return (name, member.Value);
        }
    }

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public string? Text(JsonElement element, string name) => Find(element, name) is { } value ? TextOf(value, name) : null;

    public string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? Decode(() => value.GetString()!) : throw Fault($"'{name}' is not a text", name);

    public int? Integer(JsonElement element, string name)
    {
        if (Find(element, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw Fault($"'{name}' is not a whole number from 0 to {int.MaxValue}", name);
    }

    public int RequiredInteger(JsonElement element, string name) => Integer(element, name) ?? throw Fault($"'{name}' is missing", name);

    public float? Number(JsonElement element, string name)
    {
        if (Find(element, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number)
            ? number
            : throw Fault($"'{name}' is not a number", name);
    }

    public bool? Flag(JsonElement element, string name) => Find(element, name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"'{name}' is neither true nor false", name),
    };

    public ulong[] UnsignedArray(JsonElement element, string name, int maxLength, string where)
    {
        if (Find(element, name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() > maxLength)
            throw Fault($"'{name}' is not an array of at most {maxLength} numbers", where);
        var numbers = new ulong[array.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (array[i].ValueKind != JsonValueKind.Number || !array[i].TryGetUInt64(out numbers[i]))
                throw Fault($"element {i} of '{name}' is not a whole number", where);
        }

        return numbers;
    }

    public ModelFormatException Fault(string what, string where, Exception? inner = null) =>
        new(path, what, where, ModelFormatException.Damaged, inner);

    // An escape may name half a character. The parser notices when it decodes a text, or compares a name with it in passing.
    private static void RequireUnicode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
                reader.GetString();
        }
    }

    /// <summary>A step or an option that is well-formed and that this engine does not have.</summary>
    public ModelFormatException Unsupported(string what, string remedy) => new(path, $"{what} is not supported", place, remedy);

    // The parser's own message quotes the file at any length.
    private ModelFormatException Malformed(JsonException exception) => Fault(
        $"the JSON is malformed at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}", place, exception);

    private ModelFormatException NotUnicode(InvalidOperationException exception) =>
        Fault("a text in the JSON is not valid Unicode", place, exception);

    // System.Text.Json checks UTF-8 and surrogate pairs only when a text is decoded, and reports them as InvalidOperationException.
    private string Decode(Func<string> decode)
    {
        try
        {
            return decode();
        }
        catch (InvalidOperationException exception)
        {
            throw NotUnicode(exception);
        }
    }
}
