namespace Freehold.Inference.Formats.Quantization;

/// <summary>A way to store the rows of a weight: how many bytes they take, and how numbers become those bytes.</summary>
public abstract class WeightEncoding
{
    private protected WeightEncoding(string name, uint ggufType, int fileType, int blockLength, int blockBytes)
    {
        Name = name;
        GgufType = ggufType;
        FileType = fileType;
        BlockLength = blockLength;
        BlockBytes = blockBytes;
    }

    /// <summary>32-bit IEEE numbers.</summary>
    public static WeightEncoding F32 { get; } = new SingleEncoding();

    /// <summary>16-bit IEEE numbers.</summary>
    public static WeightEncoding F16 { get; } = new HalfEncoding();

    /// <summary>Q8_0: 8 bits and a scale for each 32 numbers, 8.5 bits a weight.</summary>
    public static WeightEncoding Q8 { get; } = new Q8Encoding();

    /// <summary>Q4_0: 4 bits and a scale for each 32 numbers, 4.5 bits a weight.</summary>
    public static WeightEncoding Q4 { get; } = new Q4Encoding();

    /// <summary>Q4_K: 4 bits, with scales and minima for each 32 numbers in blocks of 256, 4.5 bits a weight.</summary>
    public static WeightEncoding Q4K { get; } = new Q4KEncoding();

    /// <summary>Every encoding that weights are written in.</summary>
    public static IReadOnlyList<WeightEncoding> All { get; } = [F32, F16, Q8, Q4, Q4K];

    /// <summary>The encoding's own name, such as <c>Q8_0</c>.</summary>
    public string Name { get; }

    /// <summary>Numbers in a block; a row is a whole number of blocks.</summary>
    public int BlockLength { get; }

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>Number of the type in a tensor table (ggml.h, <c>enum ggml_type</c>).</summary>
    internal uint GgufType { get; }

    /// <summary>Number of a file whose matrices are mostly of this type (llama.h, <c>enum llama_ftype</c>).</summary>
    internal int FileType { get; }

    /// <summary>The encoding of a name in any case, or null.</summary>
    public static WeightEncoding? Find(string name) =>
        All.FirstOrDefault(encoding => encoding.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>True where rows of so many numbers are a whole number of blocks.</summary>
    public bool Fits(int columns) => columns % BlockLength == 0;

    /// <summary>Bytes of a row of so many numbers.</summary>
    public long RowBytes(int columns) => (long)columns / BlockLength * BlockBytes;

    /// <summary>Stores a row.</summary>
    /// <param name="row">[columns], all finite; a whole number of blocks</param>
    /// <param name="bytes">[RowBytes(columns)]</param>
    internal void Encode(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        if (!Fits(row.Length) || bytes.Length != RowBytes(row.Length))
            throw new ArgumentException($"{row.Length} numbers do not make {bytes.Length} bytes of {Name}.", nameof(bytes));
        for (var block = 0; block < row.Length / BlockLength; block++)
            EncodeBlock(row.Slice(block * BlockLength, BlockLength), bytes.Slice(block * BlockBytes, BlockBytes));
    }

    /// <param name="numbers">[BlockLength]</param>
    /// <param name="bytes">[BlockBytes]</param>
    private protected abstract void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes);
}
