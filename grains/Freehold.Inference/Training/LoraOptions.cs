using Freehold.Inference.Adapters;

namespace Freehold.Inference.Training;

/// <summary>
/// A low-rank adapter, y += alpha / rank * B(A dropout(x)) (Hu et al. 2021, arXiv:2106.09685). On a quantised base this is QLoRA (Dettmers
/// et al. 2023, arXiv:2305.14314): the base is decoded where it is used, and never written.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>Rank of every pair.</summary>
    /// <value>8. From 1 to 512.</value>
    public int Rank { get; init; } = 8;

    /// <summary>Numerator of the scale.</summary>
    /// <value>16</value>
    public float Alpha { get; init; } = 16;

    /// <summary>Share of the adapter's inputs that are left out at random in a step, the others scaled up.</summary>
    /// <value>0. From 0 to 0.9.</value>
    public float Dropout { get; init; }

    /// <summary>Projections that are adapted, in every layer, by Hugging Face's names.</summary>
    /// <value>All seven: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj.</value>
    public IReadOnlyList<string> Targets { get; init; } = Projections;

    /// <summary>Every projection that can be adapted, in the order of execution.</summary>
    public static IReadOnlyList<string> Projections { get; } =
        ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    internal void Validate()
    {
        TrainingOptions.Check(Rank, 1, PeftConfig.MaxRank, nameof(Rank));
        TrainingOptions.Check(Alpha, 1e-6f, 1e6f, nameof(Alpha));
        TrainingOptions.Check(Dropout, 0, 0.9f, nameof(Dropout));
        foreach (var target in Targets)
        {
            if (!Projections.Contains(target))
            {
                throw new ArgumentException(
                    $"There is no projection '{target}' to adapt; name some of {string.Join(", ", Projections)}.", nameof(Targets));
            }
        }

        if (Targets.Count == 0)
            throw new ArgumentException($"Name at least one projection to adapt of {string.Join(", ", Projections)}.", nameof(Targets));
    }
}
