using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Specialists.Files;

/// <summary>
/// A small safetensors file in memory (github.com/huggingface/safetensors, "Format"): 8 bytes of header length, a JSON header, then the
/// tensors' bytes without holes. Whatever the bytes are, reading ends in a <see cref="ModelFormatException"/> at worst.
/// </summary>
internal sealed class TensorArchive
{
    public const string MetadataKey = "__metadata__";

    public const int PrefixBytes = 8;

    /// <summary>Room for the names of all labels.</summary>
    public const int MaxHeaderBytes = 1 << 22;

    private const int MaxTensors = 64, MaxDimensions = 2;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly JsonFile _json;
    private readonly string _name;
    private readonly Dictionary<string, Entry> _tensors = new(StringComparer.Ordinal);

    private TensorArchive(string name, ReadOnlyMemory<byte> data, JsonFile json) => (_name, _data, _json) = (name, data, json);

    /// <summary>The texts beside the tensors.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <param name="name">What to call the file in errors.</param>
    /// <param name="file">The whole file.</param>
    public static TensorArchive Read(string name, ReadOnlyMemory<byte> file)
    {
        var json = new JsonFile(name, "header");
        if (file.Length < PrefixBytes)
            throw json.Fault($"the file is {file.Length} bytes long, shorter than its header length", "byte offset 0");
        var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (headerBytes > MaxHeaderBytes || headerBytes > (ulong)(file.Length - PrefixBytes))
        {
            throw json.Fault(
                $"the header claims {headerBytes} bytes; the file holds {file.Length - PrefixBytes}, at most are {MaxHeaderBytes}",
                "byte offset 0");
        }

        var header = json.Parse(file.Span.Slice(PrefixBytes, (int)headerBytes));
        var archive = new TensorArchive(name, file[(PrefixBytes + (int)headerBytes)..], json);
        archive.ReadHeader(header);
        return archive;
    }

    /// <summary>The numbers of a tensor, which must have this shape; a length of -1 may be any.</summary>
    public T[] Numbers<T>(string tensor, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        if (!_tensors.TryGetValue(tensor, out var entry))
            throw Fault("the tensor is missing", tensor);
        var fits = entry.Type == TensorElement.Of<T>() && entry.Shape.Length == shape.Length;
        for (var i = 0; fits && i < shape.Length; i++)
            fits = shape[i] < 0 || entry.Shape[i] == shape[i];
        if (!fits)
        {
            var expected = $"{TensorElement.Of<T>()}[{string.Join(", ", shape.ToArray())}]";
            throw Fault($"it is {entry.Type}[{string.Join(", ", entry.Shape)}], not {expected}", tensor);
        }

        return MemoryMarshal.Cast<byte, T>(_data.Span[entry.Start..entry.End]).ToArray();
    }

    public ModelFormatException Fault(string what, string where, Exception? inner = null) =>
        new(_name, what, $"tensor or key '{where}'", ModelFormatException.Damaged, inner);

    /// <summary>Parses a metadata text as JSON.</summary>
    public JsonElement Json(string key) => _json.ParseValue(System.Text.Encoding.UTF8.GetBytes(Text(key)));

    public string Text(string key) => Metadata.TryGetValue(key, out var text) ? text : throw Fault("the key is missing", key);

    private void ReadHeader(JsonElement header)
    {
        foreach (var (name, value) in _json.Members(header))
        {
            if (value.ValueKind != JsonValueKind.Object)
                throw Fault("it is not an object", name);
            if (name == MetadataKey)
            {
                foreach (var (key, text) in _json.Members(value))
                    Metadata.Add(key, _json.TextOf(text, key));
            }
            else if (_tensors.Count == MaxTensors)
            {
                throw Fault($"there are more than {MaxTensors} tensors", name);
            }
            else
            {
                _tensors.Add(name, ReadEntry(name, value));
            }
        }

        RequireNoHoles();
    }

    private Entry ReadEntry(string name, JsonElement value)
    {
        var type = _json.Text(value, "dtype") ?? throw Fault("'dtype' is missing", name);
        if (TensorElement.BytesOf(type) is not { } elementBytes)
            throw Fault($"dtype '{type}' is not one that specialists have", name);
        var shape = _json.UnsignedArray(value, "shape", MaxDimensions, name);
        var offsets = _json.UnsignedArray(value, "data_offsets", 2, name);
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > (ulong)_data.Length)
            throw Fault($"data_offsets [{string.Join(", ", offsets)}] do not lie in the file's {_data.Length} bytes of data", name);

        // The file's length bounds the product before it can overflow.
        var length = (ulong)elementBytes;
        foreach (var extent in shape)
        {
            if (extent > (ulong)_data.Length)
                throw Fault($"the shape [{string.Join(", ", shape)}] does not fit the file", name);
            length *= extent;
        }

        if (length != offsets[1] - offsets[0])
            throw Fault($"shape and dtype make {length} bytes, data_offsets span {offsets[1] - offsets[0]}", name);
        return new Entry(type, Array.ConvertAll(shape, extent => (int)extent), (int)offsets[0], (int)offsets[1]);
    }

    private void RequireNoHoles()
    {
        var position = 0;
        foreach (var (name, entry) in _tensors.OrderBy(tensor => tensor.Value.Start).ThenBy(tensor => tensor.Value.End))
        {
            if (entry.Start != position)
                throw Fault($"its bytes begin at {entry.Start}, not where those before it end, at {position}", name);
            position = entry.End;
        }

        if (position != _data.Length)
            throw Fault($"{_data.Length - position} bytes after the last tensor belong to none", "data_offsets");
    }

    private sealed record Entry(string Type, int[] Shape, int Start, int End);
}
