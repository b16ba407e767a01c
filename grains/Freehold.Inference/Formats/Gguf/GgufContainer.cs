using System.Numerics;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>The container layer of a GGUF file, versions 2 and 3: metadata and tensor table, before any model is seen in it.</summary>
internal sealed class GgufContainer : IDisposable
{
    // Name length, 1 byte of name, dimension count, 1 extent, type, offset; and key length, 1 byte of key, type, 1 byte of value.
    private const int MinTensorEntryBytes = 33;
    private const int MinMetadataEntryBytes = 14;
    private const int DefaultAlignment = 32;

    private readonly MappedFile _file;

    private GgufContainer(MappedFile file)
    {
        _file = file;
        Metadata = new GgufMetadata(file);
        Tensors = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
    }

    public GgufMetadata Metadata { get; }

    public Dictionary<string, ModelTensor> Tensors { get; }

    public static GgufContainer Open(string path)
    {
        var container = new GgufContainer(MappedFile.Open(path));
        try
        {
            container.Read();
            return container;
        }
        catch
        {
            container.Dispose();
            throw;
        }
    }

    public byte[] Sha256(CancellationToken cancellationToken) => _file.Sha256(cancellationToken);

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        var cursor = new GgufCursor(_file);
        ReadMagicAndVersion(cursor);
        var tensorCount = cursor.ReadCount("tensor count", MinTensorEntryBytes);
        var metadataCount = cursor.ReadCount("metadata count", MinMetadataEntryBytes);
        for (var i = 0; i < metadataCount; i++)
            Metadata.ReadEntry(cursor);

        var entries = new List<TensorEntry>();
        for (var i = 0; i < tensorCount; i++)
            entries.Add(ReadTensorEntry(cursor));

        var alignment = Metadata.Integer("general.alignment") ?? DefaultAlignment;
        if (alignment < 8 || !BitOperations.IsPow2(alignment))
            throw Metadata.Fault("general.alignment", $"is {alignment}, not a power of two of at least 8");

        var dataStart = ((ulong)cursor.Position + (ulong)alignment - 1) & ~((ulong)alignment - 1);
        foreach (var entry in entries)
            Add(entry, dataStart, (ulong)alignment);
        TensorLayout.RefuseOverlaps(_file, Tensors.Values);
    }

    private void ReadMagicAndVersion(GgufCursor cursor)
    {
        const uint magic = 0x46554747; // "GGUF"
        if (cursor.ReadUInt32("the magic number") != magic)
        {
            throw new ModelFormatException(
                _file.Path, "this is not a GGUF file", "byte offset 0", "Give a .gguf file, a .safetensors file or a Hugging Face folder.");
        }

        var version = cursor.ReadUInt32("the version");
        if (version is not (2 or 3))
        {
            var order = (version & 0xFFFF) == 0 ? " (a big-endian file)" : "";
            throw new ModelFormatException(
                _file.Path, $"GGUF version {version}{order} is not supported", "byte offset 4",
                "Convert it to GGUF version 3, little-endian.");
        }
    }

    private TensorEntry ReadTensorEntry(GgufCursor cursor)
    {
        var name = cursor.ReadName("a tensor's name");
        var at = cursor.Position;
        var dimensions = cursor.ReadUInt32($"the dimension count of '{name}'");
        if (dimensions is 0 or > TensorLayout.MaxDimensions)
            throw cursor.Fault($"tensor '{name}' has {dimensions} dimensions, not 1 to {TensorLayout.MaxDimensions}", at);

        var shape = new ulong[dimensions];
        for (var i = shape.Length - 1; i >= 0; i--)
            shape[i] = cursor.ReadUInt64($"the shape of '{name}'");
        var type = cursor.ReadUInt32($"the type of '{name}'");
        return new TensorEntry(name, shape, GgufTensorTypes.Parse(_file.Path, name, type), cursor.ReadUInt64($"the offset of '{name}'"));
    }

    private void Add(TensorEntry entry, ulong dataStart, ulong alignment)
    {
        if (entry.Offset % alignment != 0)
            throw TensorLayout.Fault(_file, entry.Name, $"data offset {entry.Offset} is not a multiple of the alignment {alignment}");
        var tensor = TensorLayout.Place(_file, entry.Name, entry.Type, entry.Shape, entry.Offset, dataStart);
        if (!Tensors.TryAdd(entry.Name, tensor))
            throw TensorLayout.Fault(_file, entry.Name, "the name occurs twice");
    }

    private sealed record TensorEntry(string Name, ulong[] Shape, TensorType Type, ulong Offset);
}
