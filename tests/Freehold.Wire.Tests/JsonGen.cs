using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Wire.Tests;

/// <summary>Random JSON, full of the names that splicing looks for, at every level, escaped and with odd white space.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Names = Gen.Elements(
        "model", "mod\\u0065l", "id", "i\\u0064", "usage", "choices", "stream", "stream_options", "include_usage", "include_us\\u0061ge",
        "messages", "error", "delta", "content", "x", "é", "", "\\ud83d\\ude00");

    private static readonly Gen<string> Spaces = Gen.Elements("", "", "", " ", "\n", "\r\n  ", "\t");

    private static readonly Gen<string> Scalars = Gen.Elements(
        "null", "true", "false", "0", "-1.5e3", "12345678901234567890", "\"\"", "\"model\"", "\"a\\\"}],{\\n\"", "\"é€😀\"", "\"\\u0041\"");

    public static Gen<string> Object(int depth, bool distinct = false) =>
        from count in Gen.Choose(0, 6)
        from names in Names.ListOf(count)
        from values in Value(depth - 1, distinct).ListOf(count)
        from spaces in Spaces.ListOf(count * 4 + 1)
        select Join(distinct ? [.. names.DistinctBy(Unescaped)] : [.. names], values, spaces);

    /// <summary>The value with duplicates resolved (the last one wins) and members sorted, as text to compare.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', Members(value)
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => JsonSerializer.Serialize(member.Key) + ":" + Canonical(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(element => Canonical(element))) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };

    public static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }

    public static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static Gen<string> Value(int depth, bool distinct) => depth <= 0
        ? Scalars
        : Gen.OneOf(Scalars, Object(depth, distinct), Value(depth - 1, distinct).ListOf(2).Select(items => $"[ {string.Join(", ", items)} ]"));

    private static string Join(List<string> names, List<string> values, List<string> spaces)
    {
        var text = new StringBuilder("{").Append(spaces[0]);
        for (var i = 0; i < names.Count; i++)
        {
            var at = 1 + i * 4;
            text.Append(i == 0 ? "" : ",").Append(spaces[at]).Append('"').Append(names[i]).Append('"').Append(spaces[at + 1]).Append(':')
                .Append(spaces[at + 2]).Append(values[i]).Append(spaces[at + 3]);
        }

        return text.Append('}').ToString();
    }

    private static string Unescaped(string name) => JsonSerializer.Deserialize<string>($"\"{name}\"")!;
}
