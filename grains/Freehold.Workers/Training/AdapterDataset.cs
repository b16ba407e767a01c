using Freehold.Grains.Distillation.Artifacts;
using Freehold.Inference.Training;

namespace Freehold.Workers.Training;

/// <summary>What an adapter learns from: the examples of a data set that fit the base model.</summary>
/// <param name="Examples">In the data set's order.</param>
/// <param name="ContextTokens">Longest of them, at most.</param>
/// <param name="LeftOut">How many are left out and why; null where none is.</param>
internal sealed record AdapterDataset(IReadOnlyList<TrainingExample> Examples, int ContextTokens, string? LeftOut)
{
    /// <summary>A student of fewer of its examples would be one of another task.</summary>
    private const double LeastShare = 0.5;

    /// <summary>Encodes the examples.</summary>
    /// <exception cref="InvalidDataException">Most do not fit.</exception>
    public static AdapterDataset Read(IReadOnlyList<ExampleLine> lines, AdapterPrompts prompts, CancellationToken cancellationToken)
    {
        var (examples, context) = (new List<TrainingExample>(lines.Count), prompts.ContextTokens);
        var (tooLong, unwritable) = (0, 0);
        foreach (var line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (prompts.Encode(line) is not { } example)
            {
                unwritable++;
            }
            else if (example.Tokens.Length > context)
            {
                tooLong++;
            }
            else
            {
                examples.Add(example);
            }
        }

        var leftOut = tooLong + unwritable == 0 ? null
            : $"{tooLong + unwritable} of {lines.Count} were left out: {tooLong} are longer than the {context} tokens that are trained on, "
                + $"the model's chat template does not take {unwritable}";
        return examples.Count >= Math.Max(1, LeastShare * lines.Count)
            ? new AdapterDataset(examples, context, leftOut)
            : throw new InvalidDataException(
                $"Too few examples are left to train on: {leftOut ?? "there are none"}. "
                + "Name a base_model with a longer context, or one that takes such conversations.");
    }
}
