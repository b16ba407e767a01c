using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// Activations as blocks of 32 signed bytes with a scale: what weights in blocks are multiplied with. Scale = largest magnitude / 127, in
/// single precision, so a byte is never -128; rounding is to nearest, ties to even, on every machine.
/// </summary>
/// <remarks>
/// Tokens lie in tiles of <see cref="TileTokens"/> (one alone is a tile of one), and a tile block by block, so that the tokens of a kernel's
/// step are neighbours; a last tile that is not full is filled up with zeros. A block that holds a number that is not finite has a scale of
/// NaN: the fault shows in the output and stays with its token.
/// </remarks>
internal sealed unsafe class BlockActivations
{
    /// <summary>Tokens that a kernel takes at once.</summary>
    public const int TileTokens = 4;

    private const int BlockLength = IBlockFormat.BlockLength;

    private readonly AlignedBuffer _bytes = new();
    private readonly AlignedBuffer _shorts = new();
    private readonly AlignedBuffer _headers = new();

    /// <summary>Blocks of a token.</summary>
    public int Blocks { get; private set; }

    /// <summary>Tokens, without the filling.</summary>
    public int Tokens { get; private set; }

    /// <summary>Tokens of a tile.</summary>
    public int Width { get; private set; }

    public int Tiles => (Tokens + Width - 1) / Width;

    /// <summary>Bytes of a tile that a kernel reads.</summary>
    public int BytesPerTile => Width * Blocks * BlockLength * (HasShorts ? sizeof(short) : sizeof(sbyte));

    /// <summary>[Tiles, Blocks, Width, 32] bytes.</summary>
    public sbyte* Bytes => (sbyte*)_bytes.Start;

    /// <summary>
    /// [Tiles, Blocks, Width, 32] 16-bit numbers: of every four of a block the first and the third, then of every four the other two.
    /// Written for more than one token where asked for.
    /// </summary>
    public short* Shorts => (short*)_shorts.Start;

    /// <summary>[Tiles, Blocks, Width]</summary>
    public float* Scales => (float*)_headers.Start;

    /// <summary>[Tiles, Blocks, Width]: scale times the sum of the block's bytes.</summary>
    public float* ScaledSums => Scales + (long)Tiles * Width * Blocks;

    /// <summary>[Tiles, Blocks, Width]: sums of the first and the other 16 bytes, two 16-bit numbers, the first lowest.</summary>
    public int* SumPairs => (int*)(ScaledSums + (long)Tiles * Width * Blocks);

    /// <summary>Whether <see cref="Shorts"/> are written.</summary>
    public bool HasShorts { get; private set; }

    /// <summary>Makes room; <see cref="Quantize"/> then fills tile by tile.</summary>
    /// <param name="tokens">Number of vectors.</param>
    /// <param name="columns">Their length, a multiple of 32.</param>
    /// <param name="withShorts">Whether <see cref="Shorts"/> will be wanted.</param>
    public void Begin(int tokens, int columns, bool withShorts)
    {
        (Tokens, Blocks, Width) = (tokens, columns / BlockLength, tokens == 1 ? 1 : TileTokens);
        HasShorts = withShorts && tokens > 1;
        var numbers = (long)Tiles * Width * columns;
        _bytes.Reserve(numbers);
        _headers.Reserve(3 * sizeof(float) * numbers / BlockLength);
        if (HasShorts)
            _shorts.Reserve(2 * numbers);
    }

    /// <summary>Fills some tiles. Different tiles may be filled by different threads.</summary>
    /// <param name="input">[Tokens, columns]</param>
    /// <param name="start">First tile.</param>
    /// <param name="end">Tile after the last.</param>
    /// <param name="level">Instructions to use; the result is the same.</param>
    public void Quantize(float* input, int start, int end, VectorLevel level)
    {
        for (var tile = start; tile < end; tile++)
        {
            for (var lane = 0; lane < Width; lane++)
                QuantizeToken(input, tile, lane, level);
        }
    }

    private void QuantizeToken(float* input, int tile, int lane, VectorLevel level)
    {
        var token = tile * Width + lane;
        var at = (long)tile * Blocks * Width + lane;
        var source = token < Tokens ? input + (long)token * Blocks * BlockLength : null;
        for (var block = 0; block < Blocks; block++, at += Width)
        {
            var bytes = Bytes + at * BlockLength;
            var quantized = source == null
                ? BlockQuantizer.Zero(bytes)
                : level == VectorLevel.Portable
                    ? BlockQuantizer.Scalar(source + block * BlockLength, bytes)
                    : BlockQuantizer.Vectorized(source + block * BlockLength, bytes);
            Scales[at] = quantized.Scale;
            SumPairs[at] = (quantized.Sum1 << 16) | (ushort)quantized.Sum0;
            ScaledSums[at] = quantized.Scale * (quantized.Sum0 + quantized.Sum1);
            if (HasShorts)
                BlockQuantizer.Widen(bytes, Shorts + at * BlockLength);
        }
    }
}
