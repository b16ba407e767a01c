using Freehold.Inference.Kernels;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Classification;

/// <summary>Networks that see different blocks of the same features, and so err differently. Immutable; shared by all threads.</summary>
internal sealed class NetworkEnsemble
{
    /// <param name="networks">At least one; all with the same labels.</param>
    /// <param name="labels">Number of labels in scope.</param>
    /// <exception cref="ArgumentException">The networks have neither that many outputs nor one more, for what is out of scope.</exception>
    public NetworkEnsemble(ViewNetwork[] networks, int labels)
    {
        var outputs = networks.Length == 0 ? 0 : networks[0].Labels;
        if (labels < 1 || (outputs != labels && outputs != labels + 1) || networks.Any(network => network.Labels != outputs))
            throw new ArgumentException($"{networks.Length} networks with {outputs} outputs do not fit {labels} labels");
        (Networks, Labels, KnowsOutOfScope) = (networks, labels, outputs > labels);
    }

    public ViewNetwork[] Networks { get; }

    public int Labels { get; }

    /// <summary>There is one more output, learnt from examples out of scope.</summary>
    public bool KnowsOutOfScope { get; }

    /// <summary>Scores a text.</summary>
    public ClassScores Score<TText>(TText text, ClassifierScratch scratch)
        where TText : ISparseText
    {
        var sum = scratch.Probabilities(Labels);
        sum.Clear();
        var scope = 0.0;
        foreach (var network in Networks)
        {
            var logits = scratch.Logits(network.Labels);
            network.Forward(text.Rows(network.Blocks), text.Values(network.Blocks), scratch.Hidden(network.Hidden), logits);
            scope += AddProbabilities(logits, sum);
        }

        var best = LogSoftmax.ArgMax(sum);
        return new ClassScores(best, sum[best] / Networks.Length, (float)(scope / Networks.Length));
    }

    /// <summary>Probability of one label, after <see cref="Score{TText}"/> with the same scratch.</summary>
    public float ProbabilityOf(int label, ClassifierScratch scratch) => scratch.Probabilities(Labels)[label] / Networks.Length;

    // The free energy of what is in scope (Liu et al. 2020, arXiv:2010.03759), and by how much it beats the output for what is not.
    private double AddProbabilities(ReadOnlySpan<float> logits, Span<float> sum)
    {
        var inScope = logits[..Labels];
        var energy = LogSoftmax.LogSumExp(inScope);
        for (var label = 0; label < sum.Length; label++)
            sum[label] += MathF.Exp(inScope[label] - (float)energy);
        return KnowsOutOfScope ? (2 * energy) - logits[Labels] : energy;
    }
}
