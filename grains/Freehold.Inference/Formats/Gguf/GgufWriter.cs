using System.Runtime.ExceptionServices;
using Freehold.Inference.Formats.Quantization;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>Gives one row of a tensor. Called by several threads at once, for different rows, in any order.</summary>
/// <param name="row">Index of the row, over all but the last extent.</param>
/// <param name="values">[columns], to be filled.</param>
internal delegate void RowSource(int row, Span<float> values);

/// <summary>
/// Writes a GGUF file, version 3 (ggml/docs/gguf.md). Tensors are only named beforehand; their rows are asked for, encoded and written
/// when the file is saved, some <see cref="ChunkNumbers"/> at a time, so that no tensor is ever held whole.
/// </summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private const int ChunkNumbers = 1 << 20;

    private static readonly byte[] Padding = new byte[Alignment];

    private readonly GgufBuffer _metadata = new();
    private readonly List<Entry> _tensors = [];
    private ulong _keyCount;

    public void Set(string key, string value) => Start(key, GgufValueType.String).Write(value);

    public void Set(string key, int value) => Start(key, GgufValueType.UInt32).Write((uint)value);

    public void Set(string key, float value) => Start(key, GgufValueType.Float32).Write(value);

    public void Set(string key, bool value) => Start(key, GgufValueType.Bool).Write(value);

    public void Set(string key, IReadOnlyCollection<string> values)
    {
        StartArray(key, GgufValueType.String, values.Count);
        foreach (var value in values)
            _metadata.Write(value);
    }

    public void Set(string key, IReadOnlyCollection<float> values)
    {
        StartArray(key, GgufValueType.Float32, values.Count);
        foreach (var value in values)
            _metadata.Write(value);
    }

    public void Set(string key, IReadOnlyCollection<int> values)
    {
        StartArray(key, GgufValueType.Int32, values.Count);
        foreach (var value in values)
            _metadata.Write((uint)value);
    }

    /// <summary>Adds a whole entry, key and value, as another file has it.</summary>
    public void CopyEntry(ReadOnlySpan<byte> entry)
    {
        _keyCount++;
        _metadata.Write(entry);
    }

    /// <summary>Names a tensor of <paramref name="shape"/>, outermost extent first.</summary>
    public void Add(string name, ReadOnlySpan<int> shape, WeightEncoding encoding, RowSource rows)
    {
        if (!encoding.Fits(shape[^1]))
            throw new ArgumentException($"Rows of {shape[^1]} numbers of '{name}' are not whole blocks of {encoding.Name}.", nameof(shape));
        _tensors.Add(new Entry(name, shape.ToArray(), encoding, rows));
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="overwrite">False refuses a file that is there already.</param>
    /// <param name="check">Looks at the written file, by its temporary name, before it is put into its place.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left behind.</param>
    /// <exception cref="IOException">There is such a file already and it is not to be replaced, or the disk is full.</exception>
    public void Save(string path, bool overwrite, Action<string> check, CancellationToken cancellationToken)
    {
        var header = Header();
        var length = _tensors.Aggregate(Aligned(header.Length), (sum, tensor) => sum + Aligned(tensor.ByteLength));
        AtomicFile.Write(path, length, overwrite, WriteTo, check);

        void WriteTo(Stream stream)
        {
            stream.Write(header);
            Pad(stream, header.Length);
            foreach (var tensor in _tensors)
            {
                WriteRows(stream, tensor, cancellationToken);
                Pad(stream, tensor.ByteLength);
            }
        }
    }

    private byte[] Header()
    {
        var header = new GgufBuffer();
        header.Write("GGUF"u8);
        header.Write(3u);
        header.Write((ulong)_tensors.Count);
        header.Write(_keyCount);
        header.Write(_metadata.Bytes);
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            header.Write(tensor.Name);
            header.Write((uint)tensor.Shape.Length);
            foreach (var extent in tensor.Shape.Reverse())
                header.Write((ulong)extent);
            header.Write(tensor.Encoding.GgufType);
            header.Write((ulong)offset);
            offset = Aligned(offset + tensor.ByteLength);
        }

        return header.Bytes.ToArray();
    }

    private static void WriteRows(Stream stream, Entry tensor, CancellationToken cancellationToken)
    {
        var rowBytes = (int)tensor.Encoding.RowBytes(tensor.Columns);
        var rowsAtOnce = Math.Clamp(ChunkNumbers / tensor.Columns, 1, tensor.Rows);
        var chunk = new byte[checked(rowsAtOnce * rowBytes)];
        for (var start = 0; start < tensor.Rows; start += rowsAtOnce)
        {
            var (first, count) = (start, Math.Min(rowsAtOnce, tensor.Rows - start));
            EncodeRows(count, tensor.Columns, Encode, cancellationToken);
            stream.Write(chunk.AsSpan(0, count * rowBytes));

            void Encode(int i, float[] row)
            {
                tensor.Source(first + i, row);
                tensor.Encoding.Encode(row, chunk.AsSpan(i * rowBytes, rowBytes));
            }
        }
    }

    private static void EncodeRows(int count, int columns, Action<int, float[]> encode, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellationToken };
            Parallel.For(0, count, options, () => new float[columns], Row, _ => { });
        }
        catch (AggregateException several)
        {
            // A fault of the source is the caller's own, and says more than that there were faults.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        float[] Row(int i, ParallelLoopState state, float[] row)
        {
            encode(i, row);
            return row;
        }
    }

    private GgufBuffer Start(string key, GgufValueType type)
    {
        _keyCount++;
        _metadata.Write(key);
        _metadata.Write((uint)type);
        return _metadata;
    }

    private void StartArray(string key, GgufValueType elementType, int count)
    {
        Start(key, GgufValueType.Array).Write((uint)elementType);
        _metadata.Write((ulong)count);
    }

    // ggml pads the last tensor too, and some of its readers miss the bytes where they are not there.
    private static void Pad(Stream stream, long length) => stream.Write(Padding.AsSpan(0, (int)(Aligned(length) - length)));

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private sealed record Entry(string Name, int[] Shape, WeightEncoding Encoding, RowSource Source)
    {
        public int Columns => Shape[^1];

        public int Rows { get; } = Shape[..^1].Aggregate(1, (product, extent) => checked(product * extent));

        public long ByteLength => Rows * Encoding.RowBytes(Columns);
    }
}
