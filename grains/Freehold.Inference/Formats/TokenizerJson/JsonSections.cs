using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>
/// Where each member of a JSON object lies in a file, so that the large ones, vocabulary and merges, are read as a stream in the order that
/// they are needed in, and only the small ones become trees.
/// </summary>
internal sealed class JsonSections
{
    /// <summary>More members than the format has.</summary>
    private const int MaxMembers = 256;

    private readonly byte[] _file;
    private readonly string _place;
    private readonly Dictionary<string, Range> _members = new(StringComparer.Ordinal);

    private JsonSections(string path, string place, byte[] file) => (Path, _place, _file) = (path, place, file);

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Finds the members of a file's object.</summary>
    public static JsonSections Of(string path, string place, byte[] file)
    {
        var sections = new JsonSections(path, place, file);
        sections.Find(..);
        return sections;
    }

    /// <summary>The members of an object that is itself a member.</summary>
    public JsonSections Sub(string name)
    {
        var sections = new JsonSections(Path, name + ".", _file);
        sections.Find(_members.TryGetValue(name, out var range) ? range : throw Reader(name).Fault($"'{name}' is missing", name));
        return sections;
    }

    /// <summary>Bytes of a member's value; empty where there is none, or null.</summary>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var bytes = _members.TryGetValue(name, out var range) ? _file.AsSpan(range) : [];
        return bytes.SequenceEqual("null"u8) ? [] : bytes;
    }

    /// <summary>A member as a tree; null where there is none.</summary>
    public JsonElement? Element(string name) => Bytes(name) is { IsEmpty: false } bytes ? Reader(name).ParseValue(bytes) : null;

    /// <summary>What reads a member, and names it in faults.</summary>
    public JsonFile Reader(string name) => new(Path, $"key '{_place}{name}'");

    private void Find(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(_file.Length);
        var json = Reader("");
        json.Guard(() =>
        {
            var reader = new Utf8JsonReader(_file.AsSpan(start, length));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw json.Fault("the JSON is not an object", _place.Length > 0 ? _place : "start");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var from = start + (int)reader.TokenStartIndex;
                reader.Skip();
                if (_members.Count == MaxMembers || !_members.TryAdd(name, from..(start + (int)reader.BytesConsumed)))
                    throw json.Fault($"'{name}' occurs twice, or there are more than {MaxMembers} members", _place + name);
            }

            // Also refuses anything after the object.
            while (reader.Read())
            {
            }
        });
    }
}
