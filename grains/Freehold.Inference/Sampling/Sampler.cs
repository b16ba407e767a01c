using Freehold.Inference.Kernels;

namespace Freehold.Inference.Sampling;

/// <summary>A chosen token.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProb">Its natural log-probability under the model's unmodified distribution.</param>
internal readonly record struct SampledToken(int Id, double LogProb);

/// <summary>Chooses the tokens of one sequence.</summary>
internal sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly SplitMix64 _random;
    private readonly TokenPenalties? _penalties;

    public Sampler(SamplingOptions options, ReadOnlySpan<int> prompt)
    {
        _options = options;
        _random = new SplitMix64((ulong)(options.Seed ?? Random.Shared.NextInt64(long.MinValue, long.MaxValue)));
        _penalties = options.HasPenalties ? new TokenPenalties(options, prompt) : null;
    }

    /// <summary>Chooses the next token.</summary>
    /// <param name="logits">[vocabulary], left as they are</param>
    /// <param name="scratch">Buffers for this vocabulary.</param>
    public SampledToken Next(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var adjusted = logits;
        if (_penalties is not null)
        {
            logits.CopyTo(scratch.Weights);
            _penalties.Apply(scratch.Weights);
            adjusted = scratch.Weights;
        }

        var id = _options.Temperature == 0f ? LogSoftmax.ArgMax(adjusted) : Draw(adjusted, scratch);
        _penalties?.Count(id);
        return new SampledToken(id, logits[id] - LogSoftmax.LogSumExp(logits));
    }

    private int Draw(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var weights = scratch.Weights.AsSpan();
        var largest = logits[LogSoftmax.ArgMax(logits)];
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = MathF.Exp((logits[i] - largest) / _options.Temperature);
            total += weights[i];
        }

        if (_options.TopK == 0 && _options.TopP == 1f)
            return Pick(weights, total);

        scratch.BuildHeap();
        var kept = Keep(scratch, total, out var keptTotal);
        return Pick(weights, keptTotal, scratch.Kept.AsSpan(0, kept));
    }

    // Top-k first, then top-p of what is left, as the common servers do.
    private int Keep(SamplerScratch scratch, double total, out double keptTotal)
    {
        var most = _options.TopK > 0 ? Math.Min(_options.TopK, scratch.Weights.Length) : scratch.Weights.Length;
        if (most < scratch.Weights.Length)
        {
            total = 0.0;
            for (var i = 0; i < most; i++)
                total += scratch.Weights[scratch.Kept[i] = scratch.Pop()];
        }

        var (count, sum) = (0, 0.0);
        while (count < most && (count == 0 || sum < _options.TopP * total))
        {
            if (most == scratch.Weights.Length)
                scratch.Kept[count] = scratch.Pop();
            sum += scratch.Weights[scratch.Kept[count++]];
        }

        keptTotal = sum;
        return count;
    }

    private int Pick(ReadOnlySpan<float> weights, double total)
    {
        var left = _random.NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0f)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0.0)
                break;
        }

        return last;
    }

    private int Pick(ReadOnlySpan<float> weights, double total, ReadOnlySpan<int> kept)
    {
        var left = _random.NextDouble() * total;
        foreach (var id in kept)
        {
            left -= weights[id];
            if (left < 0.0)
                return id;
        }

        return kept[0];
    }
}
