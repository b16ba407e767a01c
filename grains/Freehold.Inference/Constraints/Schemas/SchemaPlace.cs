using System.Text.Json;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>A value in a schema and where it stands, so that whatever is wrong with it can be named.</summary>
internal readonly record struct SchemaPlace(string Pointer, JsonElement Value)
{
    public SchemaRefusedException Refuse(string reason) => new(Pointer, $"{reason}.");

    public string Text() => Value.ValueKind == JsonValueKind.String ? Guarded(Value.GetString)! : throw Refuse("it must be a string");

    public int Count() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetDecimal(out var count) && count is >= 0 and <= ConstraintLimits.Count
        && decimal.Truncate(count) == count
            ? (int)count
            : throw Refuse($"it must be a whole number from 0 to {ConstraintLimits.Count}");

    public decimal Decimal() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDecimal(out var number)
        && Math.Abs(number) < 1_000_000_000_000_000_000m
            ? number
            : throw Refuse("it must be a number between -1e18 and 1e18");

    public IEnumerable<SchemaPlace> Elements()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Refuse("it must be an array");
        var pointer = Pointer;
        return Value.EnumerateArray().Select((element, i) => new SchemaPlace($"{pointer}/{i}", element));
    }

    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        var place = this;
        return Value.EnumerateObject().Select(member => (place.Guarded(() => member.Name)!, member.Value));
    }

    // The reader decodes escapes only when it is asked for the text, and throws for half a surrogate pair.
    private string? Guarded(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw Refuse("a text in it has half a surrogate pair");
        }
    }
}
