using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Data;

/// <summary>Cuts the examples of each optimizer step into batches that fit into memory.</summary>
/// <param name="examples">Those that have something to predict.</param>
/// <param name="options">Sizes and seed.</param>
/// <param name="contextTokens">Longest example.</param>
internal sealed class StepBatches(IReadOnlyList<TrainingExample> examples, TrainingOptions options, int contextTokens)
{
    private readonly ExampleOrder _order = new(examples.Count, options.Seed);

    /// <summary>Most tokens of a batch that can come.</summary>
    public int MaxRows { get; } = (int)Math.Min(
        options.MicroBatchTokens, (long)options.BatchExamples * examples.Max(example => TrainingBatch.Length(example, contextTokens)));

    /// <summary>The batches of a step, from 0.</summary>
    public IReadOnlyList<TrainingBatch> Of(int step)
    {
        var batches = new List<TrainingBatch>();
        var (chosen, tokens) = (new List<TrainingExample>(), 0);
        for (var i = 0; i < options.BatchExamples; i++)
        {
            var example = examples[_order.At((long)step * options.BatchExamples + i)];
            var length = TrainingBatch.Length(example, contextTokens);
            if (tokens + length > options.MicroBatchTokens)
                Close();
            chosen.Add(example);
            tokens += length;
        }

        Close();
        return batches;

        void Close()
        {
            batches.Add(new TrainingBatch(chosen, contextTokens));
            chosen.Clear();
            tokens = 0;
        }
    }
}
