namespace Freehold.Inference.Training.Network;

/// <summary>Examples that are run together: their tokens one after the other, without padding. No example sees another.</summary>
internal sealed class TrainingBatch
{
    /// <param name="examples">What to run.</param>
    /// <param name="contextTokens">Longest example; the rest of a longer one is left out.</param>
    public TrainingBatch(IReadOnlyList<TrainingExample> examples, int contextTokens)
    {
        SequenceStarts = new int[examples.Count + 1];
        for (var i = 0; i < examples.Count; i++)
            SequenceStarts[i + 1] = SequenceStarts[i] + Length(examples[i], contextTokens);

        Tokens = new int[SequenceStarts[^1]];
        Positions = new int[Tokens.Length];
        var predictions = new List<Prediction>();
        for (var i = 0; i < examples.Count; i++)
            Add(examples[i], SequenceStarts[i], SequenceStarts[i + 1] - SequenceStarts[i], predictions);
        Predictions = [.. predictions];
    }

    /// <summary>[rows] token ids</summary>
    public int[] Tokens { get; }

    /// <summary>[rows] place of each token in its example</summary>
    public int[] Positions { get; }

    /// <summary>[examples + 1] first row of each example, then the number of rows</summary>
    public int[] SequenceStarts { get; }

    /// <summary>What counts, in the order of rows.</summary>
    public Prediction[] Predictions { get; }

    public int Rows => Tokens.Length;

    public static int Length(TrainingExample example, int contextTokens) => Math.Min(example.Tokens.Length, contextTokens);

    /// <summary>Predictions of an example that count.</summary>
    public static int CountPredictions(TrainingExample example, int contextTokens)
    {
        var count = 0;
        for (var position = 1; position < Length(example, contextTokens); position++)
            count += example.Counts(position) ? 1 : 0;
        return count;
    }

    private void Add(TrainingExample example, int start, int length, List<Prediction> predictions)
    {
        example.Tokens.Span[..length].CopyTo(Tokens.AsSpan(start));
        for (var position = 0; position < length; position++)
        {
            Positions[start + position] = position;
            if (example.Counts(position))
                predictions.Add(new Prediction(start + position - 1, Tokens[start + position], example.SoftTargetAt(position)));
        }
    }
}

/// <summary>One prediction that counts.</summary>
/// <param name="Row">Row that predicts.</param>
/// <param name="Target">The token that came next.</param>
/// <param name="Soft">What a teacher thought of that place, or null.</param>
internal readonly record struct Prediction(int Row, int Target, SoftTarget? Soft);
