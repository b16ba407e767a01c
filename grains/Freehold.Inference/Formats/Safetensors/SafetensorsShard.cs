using System.Buffers.Binary;
using System.Text.Json;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>
/// One safetensors file: 8 bytes of header length, a JSON header, then the tensors' bytes without holes
/// (github.com/huggingface/safetensors, "Format").
/// </summary>
internal sealed class SafetensorsShard : IDisposable
{
    /// <summary>The format's own bound for a header.</summary>
    public const int MaxHeaderBytes = 100_000_000;

    /// <summary>The entry of the header that is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    private const int PrefixBytes = 8;

    private readonly MappedFile _file;
    private readonly List<ModelTensor> _tensors = [];

    private readonly Func<string, string?> _ggufName;

    private SafetensorsShard(MappedFile file, Func<string, string?> ggufName) => (_file, _ggufName) = (file, ggufName);

    public string Path => _file.Path;

    /// <summary>Tensors in the order of their bytes, by GGUF name. Those that hold no weights are left out.</summary>
    public IReadOnlyList<ModelTensor> Tensors => _tensors;

    /// <summary>Lines of text about the file; empty where it has none.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Names as the file has them.</summary>
    public HashSet<string> OriginalNames { get; } = new(StringComparer.Ordinal);

    /// <param name="path">The file.</param>
    /// <param name="ggufName">The family's translation of tensor names; null for a tensor that holds no weights.</param>
    public static SafetensorsShard Open(string path, Func<string, string?> ggufName)
    {
        var shard = new SafetensorsShard(MappedFile.Open(path), ggufName);
        try
        {
            shard.Read();
            return shard;
        }
        catch
        {
            shard.Dispose();
            throw;
        }
    }

    public byte[] Sha256(CancellationToken cancellationToken) => _file.Sha256(cancellationToken);

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        var json = new JsonFile(_file.Path, "header");
        if (_file.Length < PrefixBytes)
            throw json.Fault($"the file is {_file.Length} bytes long, shorter than its header length", "byte offset 0");
        var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(_file.Span(0, PrefixBytes));
        if (headerBytes > MaxHeaderBytes || headerBytes > (ulong)(_file.Length - PrefixBytes))
        {
            throw json.Fault(
                $"the header claims {headerBytes} bytes; the file holds {_file.Length - PrefixBytes}, the format allows {MaxHeaderBytes}",
                "byte offset 0");
        }

        var header = json.Parse(_file.Span(PrefixBytes, (int)headerBytes));
        var all = new List<ModelTensor>();
        foreach (var (name, entry) in json.Members(header))
        {
            if (name == MetadataName)
                ReadMetadata(json, entry);
            else
                all.Add(ReadTensor(json, name, entry, PrefixBytes + headerBytes));
        }

        RequireNoHoles(json, all, (long)(PrefixBytes + headerBytes));
    }

    // Other programs write what they like there; what is no text is of no use to us, and does no harm.
    private void ReadMetadata(JsonFile json, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            return;
        foreach (var (key, value) in json.Members(entry))
        {
            if (value.ValueKind == JsonValueKind.String)
                Metadata[key] = json.TextOf(value, key);
        }
    }

    private ModelTensor ReadTensor(JsonFile json, string name, JsonElement entry, ulong dataStart)
    {
        OriginalNames.Add(name);
        var where = $"tensor '{name}'";
        if (_ggufName(name) is not { } canonical)
        {
            // What holds no weights may be of any type; its place still counts, so that the file has no holes.
            var (from, to) = ReadOffsets(json, entry, where);
            return TensorLayout.Place(_file, name, TensorType.F16, [(to - from) / 2], from, dataStart);
        }

        var type = json.Text(entry, "dtype") switch
        {
            "F32" => TensorType.F32,
            "F16" => TensorType.F16,
            "BF16" => TensorType.BF16,
            var other => throw new ModelFormatException(
                _file.Path, $"dtype '{other}' is not supported", where, "Convert the tensor to F32, F16 or BF16."),
        };
        var shape = json.UnsignedArray(entry, "shape", TensorLayout.MaxDimensions, where);
        var (start, end) = ReadOffsets(json, entry, where);
        var tensor = TensorLayout.Place(_file, canonical, type, shape, start, dataStart);
        if ((ulong)tensor.ByteLength != end - start)
        {
            throw json.Fault(
                $"shape and dtype make {tensor.ByteLength} bytes, data_offsets span {end - start}", where);
        }

        _tensors.Add(tensor);
        return tensor;
    }

    private static (ulong Start, ulong End) ReadOffsets(JsonFile json, JsonElement entry, string where)
    {
        var offsets = json.UnsignedArray(entry, "data_offsets", 2, where);
        return offsets.Length == 2 && offsets[0] <= offsets[1]
            ? (offsets[0], offsets[1])
            : throw json.Fault($"data_offsets [{string.Join(", ", offsets)}] are not a start and an end", where);
    }

    private void RequireNoHoles(JsonFile json, List<ModelTensor> all, long dataStart)
    {
        TensorLayout.RefuseOverlaps(_file, all);
        var position = dataStart;
        foreach (var tensor in all.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset != position)
                throw json.Fault($"{tensor.Offset - position} bytes before tensor '{tensor.Name}' belong to none", $"byte offset {position}");
            position += tensor.ByteLength;
        }

        if (position != _file.Length)
            throw json.Fault($"{_file.Length - position} bytes after the last tensor belong to none", $"byte offset {position}");
    }
}
