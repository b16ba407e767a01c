using Freehold.Inference.Kernels;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Classification;

/// <summary>
/// A network with one hidden layer over the features of some blocks (fastText's bag of features, Joulin et al. 2016, with a rectifier).
/// Immutable; shared by all threads.
/// </summary>
internal sealed class ViewNetwork
{
    /// <param name="blocks">The blocks of features that it sees.</param>
    /// <param name="firstRow">Row of the vocabulary that its first row belongs to.</param>
    /// <param name="embedding">[features of the blocks, hidden]</param>
    /// <param name="hiddenBias">[hidden]</param>
    /// <param name="output">[labels, hidden]</param>
    /// <param name="outputBias">[labels]</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or a number is not finite.</exception>
    public ViewNetwork(
        BlockRange blocks, int firstRow, QuantizedRows embedding, float[] hiddenBias, float[] output, float[] outputBias)
    {
        if (hiddenBias.Length != embedding.Columns || output.Length != outputBias.Length * embedding.Columns)
            throw new ArgumentException(
                $"layers of {embedding.Columns}, {hiddenBias.Length}, {output.Length}, {outputBias.Length} do not fit");
        if (!AllFinite(hiddenBias) || !AllFinite(output) || !AllFinite(outputBias))
            throw new ArgumentException("a weight is not a finite number");
        (Blocks, FirstRow, Embedding, HiddenBias, Output, OutputBias) = (blocks, firstRow, embedding, hiddenBias, output, outputBias);
    }

    public BlockRange Blocks { get; }

    public int FirstRow { get; }

    public QuantizedRows Embedding { get; }

    public float[] HiddenBias { get; }

    public float[] Output { get; }

    public float[] OutputBias { get; }

    public int Hidden => Embedding.Columns;

    public int Labels => OutputBias.Length;

    /// <summary>Scores of the labels before the softmax.</summary>
    /// <param name="rows">[n] features of the text.</param>
    /// <param name="values">[n]; their length does not matter.</param>
    /// <param name="hidden">[hidden], overwritten.</param>
    /// <param name="logits">[labels], overwritten.</param>
    public void Forward(ReadOnlySpan<int> rows, ReadOnlySpan<float> values, Span<float> hidden, Span<float> logits)
    {
        HiddenBias.CopyTo(hidden);
        var squares = DotKernel.F32(values, values);
        var scale = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        for (var i = 0; i < rows.Length; i++)
            Embedding.AddScaled(rows[i] - FirstRow, scale * values[i], hidden);
        foreach (ref var unit in hidden)
            unit = Math.Max(unit, 0);
        for (var label = 0; label < logits.Length; label++)
            logits[label] = OutputBias[label] + DotKernel.F32(Output.AsSpan(label * Hidden, Hidden), hidden);
    }

    private static bool AllFinite(float[] numbers) => Array.TrueForAll(numbers, float.IsFinite);
}
