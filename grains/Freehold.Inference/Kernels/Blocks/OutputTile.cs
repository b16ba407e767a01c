namespace Freehold.Inference.Kernels.Blocks;

/// <summary>Where the outputs of a tile's four tokens go: a panel's rows of each.</summary>
internal readonly unsafe struct OutputTile(float* a, float* b, float* c, float* d)
{
    public readonly float* A = a, B = b, C = c, D = d;

    public void Clear(int rows)
    {
        new Span<float>(A, rows).Clear();
        new Span<float>(B, rows).Clear();
        new Span<float>(C, rows).Clear();
        new Span<float>(D, rows).Clear();
    }
}

/// <summary>The outputs of a panel's rows; tokens that fill up the last tile all go to one place that nobody reads.</summary>
internal readonly unsafe ref struct TileOutput(in ProductSlice slice, int row, float* filling)
{
    private readonly float* _first = slice.Output + slice.Start + row, _filling = filling;
    private readonly int _step = slice.Weights.Rows, _tokens = slice.Tokens;

    public OutputTile Of(int tile)
    {
        var token = tile * BlockActivations.TileTokens;
        return new OutputTile(Token(token), Token(token + 1), Token(token + 2), Token(token + 3));
    }

    private float* Token(int token) => token < _tokens ? _first + (long)token * _step : _filling;
}
