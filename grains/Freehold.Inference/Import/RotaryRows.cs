namespace Freehold.Inference.Import;

/// <summary>
/// The order of the rows of query and key projections. Hugging Face keeps the two numbers that a rotary embedding turns together half a
/// head apart; Llama's GGUFs keep them side by side.
/// </summary>
internal static class RotaryRows
{
    /// <summary>Hugging Face's row for a row of the GGUF.</summary>
    public static int SourceOf(int row, int headSize)
    {
        var (head, within) = Math.DivRem(row, headSize);
        return head * headSize + within % 2 * (headSize / 2) + within / 2;
    }

    /// <summary>The GGUF's row for a row of Hugging Face.</summary>
    public static int TargetOf(int row, int headSize)
    {
        var (head, within) = Math.DivRem(row, headSize);
        var (second, pair) = Math.DivRem(within, headSize / 2);
        return head * headSize + 2 * pair + second;
    }
}
